/** The console of a Lambda function: each call is one line, in the function's log format and from its level up. */
const console = require('node:console');
const { format } = require('node:util');

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const METHODS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };

/** What Lambda says of something thrown: `errorType`, `errorMessage`, `trace`. */
function describeError(error, errorType) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: errorType ?? error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

/**
 * Replaces the console's methods. Text lines are `time<TAB>request id<TAB>level<TAB>message`, line ends inside a
 * message become carriage returns, as in Lambda's runtime; JSON lines carry the same as fields.
 */
function installConsole({ requestId, logFormat, logLevel }) {
  const write = process.stdout.write.bind(process.stdout);
  const json = logFormat === 'JSON';
  const line = (level, values) => {
    const timestamp = new Date().toISOString();
    if (!json) {
      const text = `${timestamp}\t${requestId}\t${level}\t${format(...values)}`;
      return void write(`${text.replaceAll('\n', '\r')}\n`);
    }
    if (LEVELS.indexOf(level) < LEVELS.indexOf(logLevel)) return;
    write(`${JSON.stringify({ timestamp, level, requestId, ...fields(values) })}\n`);
  };
  for (const [method, level] of Object.entries(METHODS)) console[method] = (...values) => line(level, values);
  process.on('strata:failed', ({ trace, ...error }) => {
    const record = { ...error, stack: trace };
    line('ERROR', json ? [{ ...error, stackTrace: trace }] : ['Invoke Error', `\t${JSON.stringify(record)}`]);
  });
}

function fields(values) {
  const error = values.find((value) => value instanceof Error);
  const message = values.length === 1 && !error ? jsonSafe(values[0]) : format(...values);
  if (!error) return { message };
  const { errorType, errorMessage, trace } = describeError(error);
  return { message, errorType, errorMessage, stackTrace: trace };
}

/** The value itself where JSON can hold it, else its text. */
function jsonSafe(value) {
  try {
    return JSON.stringify(value) === undefined ? format(value) : value;
  } catch {
    return format(value);
  }
}

module.exports = { describeError, installConsole };
