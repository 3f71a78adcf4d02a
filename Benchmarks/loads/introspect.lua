-- POST /introspect, or to the path of the address, with the access tokens of BENCH_TOKENS in turn;
-- one token when it holds one.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = {
    ["Authorization"] = os.getenv("BENCH_AUTHORIZATION"),
    ["Content-Type"] = "application/x-www-form-urlencoded",
}
local token = common.scattered(common.lines(os.getenv("BENCH_TOKENS")))
local path = #wrk.path > 1 and wrk.path or "/introspect"

function request()
    return wrk.format("POST", path, headers, "token=" .. token())
end

function done(summary, latency) common.report(summary, latency) end
