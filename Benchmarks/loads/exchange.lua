-- POST /token with authorization codes, each used once; ends when none is left.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local codes = common.lines(os.getenv("BENCH_TOKENS"))
local place = 0
local fixed = "grant_type=authorization_code&client_id=" .. os.getenv("BENCH_CLIENT")
    .. "&redirect_uri=" .. os.getenv("BENCH_REDIRECT")
    .. "&code_verifier=" .. os.getenv("BENCH_VERIFIER") .. "&code="

function request()
    place = place + 1
    if not codes[place] then
        common.exhausted()
        return wrk.format("GET", "/healthz")
    end
    return wrk.format("POST", "/token", headers, fixed .. codes[place])
end

setup = common.setup

function done(summary, latency) common.report(summary, latency) end
