-- GET of the authorization server's metadata.
package.path = os.getenv("BENCH_LOADS") .. "/?.lua;" .. package.path
local common = require("common")

function request()
    return wrk.format("GET", "/.well-known/oauth-authorization-server")
end

function done(summary, latency) common.report(summary, latency) end
