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

function common.report(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"microseconds":%d,"p50":%.1f,"p90":%.1f,"p99":%.1f,"max":%.1f,'
            .. '"bad_status":%d,"socket_errors":%d}\n',
        summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout
    ))
end

return common
