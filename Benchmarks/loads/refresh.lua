-- POST /token with refresh tokens; each answer's successor goes back into the queue.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local queue = common.lines(os.getenv("BENCH_TOKENS"))
local first, last = 1, #queue
local fixed = "grant_type=refresh_token&client_id=" .. os.getenv("BENCH_CLIENT") .. "&refresh_token="

function request()
    if first > last then
        common.exhausted()
        return wrk.format("GET", "/healthz")
    end
    local token = queue[first]
    queue[first] = nil
    first = first + 1
    return wrk.format("POST", "/token", headers, fixed .. token)
end

setup = common.setup

function response(status, _, body)
    local token = status == 200 and body:match('"refresh_token":"([^"]+)"')
    if token then
        last = last + 1
        queue[last] = token
    end
end

function done(summary, latency) common.report(summary, latency) end
