-- POST /register with the metadata of an ordinary native client.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = { ["Content-Type"] = "application/json" }
local body = '{"client_name":"Benchmark","redirect_uris":["' .. os.getenv("BENCH_REDIRECT_RAW")
    .. '"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],'
    .. '"token_endpoint_auth_method":"none"}'

function request()
    return wrk.format("POST", "/register", headers, body)
end

function done(summary, latency) common.report(summary, latency) end
