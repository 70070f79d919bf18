'use strict';
// Plain JavaScript with Node built-ins only: this file has to run on a clone that has no dependencies yet,
// and to say so clearly on a Node that is too old for everything else.
const { prepare } = require('./launcher/bootstrap.js');

if (prepare()) {
  require('tsx/cjs');
  require('./launcher/main.ts').main(process.argv.slice(2));
} else if (process.argv[2] === 'test') {
  console.log('0 passed, 1 failed'); // a test run always ends with its count
}
