/** What an error may say where logs are kept: what failed and where, and nothing of the data that it was about. */
export interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  /** SQL with its placeholders. */
  readonly query?: string
  readonly constraint?: string
  readonly table?: string
  readonly column?: string
  readonly stack: string
  readonly cause?: LoggedError
}

/**
 * Classes of SQLSTATE whose sentences name nothing but the database itself: connection, authorisation, names in SQL, resources, an operator,
 * the server. The others quote rows: a value that is too long, a key that is taken.
 */
const SPEAKS_OF_ITSELF = /^(08|28|3D|42|53|55|57|58)/

/** What drizzle writes behind a query that failed, wherever that text has got to. */
const PARAMS = /\nparams: [\s\S]*?(?=\n\s+at |$)/g

/** Longer than any query of ours that a person would read to its end. */
const LONGEST_QUERY = 2000
/** An error that caused an error that caused an error. */
const DEEPEST = 5

interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly stack?: unknown
  readonly code?: unknown
  readonly severity?: unknown
  readonly query?: unknown
  readonly constraint?: unknown
  readonly table?: unknown
  readonly column?: unknown
  readonly cause?: unknown
}

function messageOf({ message, code, severity, query }: Thrown): string {
  const text = String(message ?? '')
  // the driver's own errors have a severity, drizzle's a query
  if (severity !== undefined) return SPEAKS_OF_ITSELF.test(String(code)) ? text : `the database refused with SQLSTATE ${String(code)}`
  return query === undefined ? text.replace(PARAMS, '') : 'a query failed'
}

const framesOf = (stack: unknown): string =>
  String(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')

/** The named members that are text, short enough to be read. */
const textsOf = (thrown: Thrown, ...names: readonly (keyof Thrown & keyof LoggedError)[]): Partial<LoggedError> =>
  Object.fromEntries(names.flatMap((name) => (typeof thrown[name] === 'string' ? [[name, thrown[name].slice(0, LONGEST_QUERY)]] : [])))

/** An error, or what the job queue copies one into: an object with its words. */
const isThrown = (error: unknown): error is Thrown =>
  error instanceof Error || (typeof error === 'object' && error !== null && typeof (error as Thrown).message === 'string')

/** The error as a log may hold it: no parameter of a query, no value of a row, however deep among its causes. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!isThrown(error)) return { type: typeof error, message: String(error).replace(PARAMS, ''), stack: '' }
  return {
    type: error.constructor.name,
    message: messageOf(error),
    ...textsOf(error, 'code', 'query', 'constraint', 'table', 'column'),
    stack: framesOf(error.stack),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: loggedError(error.cause, depth + 1) })
  }
}

/** The same as text, for those who read standard error. */
export function errorText(error: unknown): string {
  const textOf = ({ type, message, stack, cause }: LoggedError): string =>
    [`${type}: ${message}`, ...(stack === '' ? [] : [stack]), ...(cause === undefined ? [] : [`caused by ${textOf(cause)}`])].join('\n')
  return textOf(loggedError(error))
}

/** How pino writes errors. */
export const LOG_SERIALIZERS = { err: (error: unknown) => ({ ...loggedError(error) }) }
