-- POST of the same size as an introspection, to nginx's fixed answer: the ceiling.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = {
    ["Authorization"] = os.getenv("BENCH_AUTHORIZATION"),
    ["Content-Type"] = "application/x-www-form-urlencoded",
}
local body = "token=" .. common.lines(os.getenv("BENCH_TOKENS"))[1]

function request()
    return wrk.format("POST", "/introspect", headers, body)
end

function done(summary, latency) common.report(summary, latency) end
