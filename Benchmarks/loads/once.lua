-- POST /introspect with the access tokens of BENCH_TOKENS, each once; ends when none is left.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = {
    ["Authorization"] = os.getenv("BENCH_AUTHORIZATION"),
    ["Content-Type"] = "application/x-www-form-urlencoded",
}
local tokens = common.lines(os.getenv("BENCH_TOKENS"))
local next_token = common.scattered(tokens)
local left = #tokens

function request()
    left = left - 1
    if left < 0 then
        common.exhausted()
        return wrk.format("GET", "/healthz")
    end
    return wrk.format("POST", "/introspect", headers, "token=" .. next_token())
end

setup = common.setup

function done(summary, latency) common.report(summary, latency) end
