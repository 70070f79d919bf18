'use strict';
// Loaded into a process that is measured (NODE_OPTIONS=--require): leaves the most memory it ever held, in bytes, in PEAK_MEMORY_FILE.
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS * 1024)));
