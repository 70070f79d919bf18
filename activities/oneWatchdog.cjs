'use strict';
// Loaded into workflow threads before anything else (activities/leanThreads.ts). Plain JavaScript: the threads load no TypeScript.
//
// The SDK enters its sandbox some six times for each activation, and each time Node makes a thread with an event loop of its own that ends the code when it takes too
// long. One such watch around the whole activation does the same: code that never returns fails its workflow's task, and the thread goes on with other workflows.
const { Script } = require('node:vm');
const { BaseVMWorkflow } = require('@temporalio/worker/lib/workflow/vm-shared');

const { runInContext } = Script.prototype;
const { activate } = BaseVMWorkflow.prototype;
const WATCHED = Symbol.for('careway.watched');
const runWatched = new Script("globalThis[Symbol.for('careway.watched')]()");

/** In milliseconds, as the SDK asks for it (`isolateExecutionTimeout`). */
let limit;
let isWatched = false;

Script.prototype.runInContext = function (context, options) {
  if (!options?.timeout) return runInContext.call(this, context, options);
  if (!isWatched) limit = options.timeout;
  return runInContext.call(this, context, isWatched ? { ...options, timeout: undefined } : options);
};

BaseVMWorkflow.prototype.activate = async function (activation) {
  if (limit === undefined) return activate.call(this, activation);
  globalThis[WATCHED] = () => activate.call(this, activation);
  isWatched = true;
  let completion;
  try {
    completion = runWatched.runInThisContext({ timeout: limit });
  } catch (error) {
    return { runId: this.runId, failed: { failure: this.activator.errorToFailure(error) } };
  } finally {
    isWatched = false;
  }
  return completion;
};
