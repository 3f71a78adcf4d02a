-- POST /mcp: tools/list with the access tokens of BENCH_TOKENS in turn.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = {
    ["Accept"] = "application/json, text/event-stream",
    ["Content-Type"] = "application/json",
    ["MCP-Protocol-Version"] = "2026-07-28",
    ["Mcp-Method"] = "tools/list",
}
local body = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{'
    .. '"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
    .. '"io.modelcontextprotocol/clientCapabilities":{}}}}'
local token = common.scattered(common.lines(os.getenv("BENCH_TOKENS")))

function request()
    headers["Authorization"] = "Bearer " .. token()
    return wrk.format("POST", "/mcp", headers, body)
end

function done(summary, latency) common.report(summary, latency) end
