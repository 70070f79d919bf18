'use strict';
// The containers' health check: exit 0 when a GET is answered with success. Node built-ins only.
fetch(process.argv[2], { signal: AbortSignal.timeout(4000) }).then(
  (response) => process.exit(response.ok ? 0 : 1),
  () => process.exit(1),
);
