/**
 * The far side of `child.ts`: runs one invocation of a Node.js handler, as Lambda's Node.js runtime does, and ends.
 * Plain JavaScript, since Node starts it as it is. Gets one message `Invocation`, answers one message `Outcome`;
 * what the function prints goes to standard output. Ends at once when standard input closes: its parent is gone.
 */
const { existsSync } = require('node:fs');
const { join, dirname, basename } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');
const { installConsole, describeError } = require('./bootstrap-console.cjs');

// In a thread of its own, so that a handler that never returns does not outlive its parent either. The process leads a
// group, which ends with what the handler may have started.
const lifeLine = new Worker(
  `new (require('node:net').Socket)({ fd: 0 }).on('close', () => process.kill(-process.pid, 'SIGKILL')).resume()`,
  { eval: true, stdin: false },
);
lifeLine.unref();

const send = process.send.bind(process);
let answered = false;

/** Answers once and ends. */
function finish(outcome) {
  if (answered) return;
  answered = true;
  const maxMemoryMB = Math.ceil(process.resourceUsage().maxRSS / 1024);
  send({ ...outcome, maxMemoryMB }, () => process.exit(0));
}

function fail(error, errorType) {
  const described = describeError(error, errorType);
  process.emit('strata:failed', described);
  finish({ error: described });
}

/** A failure of the function's set-up that Lambda has a name for. */
class RuntimeError extends Error {
  constructor(errorType, message) {
    super(message);
    this.name = errorType;
  }
}

async function loadHandler(taskRoot, handler) {
  const folder = dirname(handler);
  const [moduleName, ...names] = basename(handler).split('.');
  if (names.length === 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const path = join(taskRoot, folder, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => path + ending).find(existsSync);
  if (!file) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  }
  const loaded = await import(pathToFileURL(file).href).catch((error) => {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    if (/MODULE_NOT_FOUND$/.test(error?.code)) {
      throw new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`);
    }
    throw error;
  });
  // What a CommonJS module exports stands whole in `default`, and by name only where Node could tell the names.
  const pick = (root) => names.reduce((value, name) => value?.[name], root);
  const found = pick(loaded) ?? pick(loaded.default);
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  return found;
}

process.once('message', async (invocation) => {
  process.channel?.unref();
  installConsole(invocation);
  process.on('uncaughtException', (error) => fail(error));
  process.on('unhandledRejection', (reason) => {
    fail(reason instanceof Error ? reason : new Error(String(reason)), 'Runtime.UnhandledPromiseRejection');
  });
  let handler;
  try {
    handler = await loadHandler(invocation.taskRoot, invocation.handler);
  } catch (error) {
    return fail(error);
  }
  send({ initialised: true });
  const context = {
    ...invocation.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: (error, result) => done(error, result),
    succeed: (result) => done(null, result),
    fail: (error) => done(error ?? new Error('handled')),
  };
  const deadline = Date.now() + invocation.timeoutMs;
  const succeed = (result) => {
    try {
      finish({ payload: JSON.stringify(result === undefined ? null : result) ?? 'null' });
    } catch (error) {
      fail(new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`));
    }
  };
  const done = (error, result) => (error ? fail(error) : succeed(result));
  // A handler that neither calls back nor has anything left to wait for: Lambda answers null.
  process.once('beforeExit', () => finish({ payload: 'null' }));
  try {
    const result = handler(JSON.parse(invocation.event), context, done);
    if (typeof result?.then === 'function') succeed(await result);
    else if (handler.length < 3 && result !== undefined) succeed(result);
  } catch (error) {
    fail(error);
  }
});
