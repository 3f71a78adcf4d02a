-- What every load shares: tokens from a file, and a summary as one line of JSON.

local common = {}

function common.lines(path)
    local result = {}
    for line in io.lines(path) do
        result[#result + 1] = line
    end
    return result
end

-- Walks through all of `list` in an order that no cache can follow.
function common.scattered(list)
    local place, step = 0, 7919
    while #list % step == 0 do step = step + 2 end
    return function()
        place = (place + step) % #list
        return list[place + 1]
    end
end

-- Ends the load, because there is nothing left to send; the summary says so.
function common.exhausted()
    out_of_tokens = true
    wrk.thread:stop()
end

local threads = {}

-- Called by wrk for each thread; a load hands it on as `setup`.
function common.setup(thread)
    threads[#threads + 1] = thread
end

local function ran_out()
    for _, thread in ipairs(threads) do
        if thread:get("out_of_tokens") then return true end
    end
    return false
end

function common.report(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"microseconds":%d,"p50":%.1f,"p90":%.1f,"p99":%.1f,"max":%.1f,'
            .. '"bad_status":%d,"socket_errors":%d,"exhausted":%s}\n',
        summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        tostring(ran_out())
    ))
end

return common
