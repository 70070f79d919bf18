'use strict';
// Loaded into workflow threads before anything else (activities/leanThreads.ts). Plain JavaScript: the threads load no TypeScript.
require('node:v8').promiseHooks.createHook = () => () => undefined;
