import { type LogMetadata, type Logger } from '@temporalio/common';
import pino, { type Logger as Pino } from 'pino';
import { logContext } from '../telemetry/trace';

/** What may be said about a workflow or activity: opaque IDs, names and counts. Never arguments, results or what the API answered. */
const SAYABLE = ['workflowId', 'runId', 'workflowType', 'activityId', 'activityType', 'attempt', 'taskQueue', 'step', 'type', 'problem', 'to', 'signal', 'isLocal', 'durationMs', 'sdkComponent'] as const;

/** JSON lines on standard output. */
export function openLog(level: string): Pino {
  return pino({ name: 'worker', level, mixin: logContext, redact: ['*.token', '*.authorization', '*.keys', '*.password'] });
}

/** The SDK's messages in the worker's log, reduced to what may be said. */
export function temporalLogger(log: Pino): Logger {
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: LogMetadata) => log[level](sayable(meta), message);
  const logger: Logger = {
    log: (level, message, meta) => write(level.toLowerCase() as 'info')(message, meta),
    trace: write('trace'), debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'),
  };
  return logger;
}

function sayable(meta: LogMetadata | undefined): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const name of SAYABLE) if (meta?.[name] !== undefined) said[name] = meta[name];
  const error: unknown = meta?.['error'];
  if (error instanceof Error) said['error'] = error.name;
  return said;
}
