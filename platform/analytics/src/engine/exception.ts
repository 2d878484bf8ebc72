/** An error as ClickHouse tells it: `message` is `Code: 60. DB::Exception: ... (UNKNOWN_TABLE)`. */
export class ClickHouseException extends Error {
  override readonly name = 'ClickHouseException';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  /** https://github.com/ClickHouse/ClickHouse/blob/master/src/Server/HTTP/exceptionCodeToHTTPStatus.cpp */
  get httpStatus(): number {
    const found = STATUSES.find(([, codes]) => codes.includes(this.code));
    return found?.[0] ?? 500;
  }

  /** The engine gave itself up: nothing will work in this process any more. */
  get isFatal(): boolean {
    return this.code === 236 && /fatal error|shutting down/i.test(this.message);
  }
}

const STATUSES: readonly (readonly [status: number, codes: readonly number[]])[] = [
  [401, [194]],
  [403, [192, 193, 497, 512, 516]],
  [
    400,
    [
      6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 69, 72, 117, 166, 168, 295, 376, 427, 441, 467, 653, 675,
      676,
    ],
  ],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 511, 583]],
  [413, [167]],
  [501, [48]],
  [503, [76, 209, 439]],
  [408, [159]],
];

const TOLD = /Code: (\d+)\. DB::Exception: [\s\S]*/;

/** Whatever the engine's package threw, in ClickHouse's words. */
export function exceptionOf(cause: unknown): ClickHouseException {
  if (cause instanceof ClickHouseException) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const told = TOLD.exec(message);
  if (told) return new ClickHouseException(Number(told[1]), told[0].trim());
  return new ClickHouseException(1001, `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`);
}

export function authenticationFailed(user: string): ClickHouseException {
  return new ClickHouseException(
    516,
    `Code: 516. DB::Exception: ${user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
  );
}

export function multipleStatements(): ClickHouseException {
  return new ClickHouseException(
    62,
    'Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed): send one statement a request. (SYNTAX_ERROR)',
  );
}

export function filesRefused(): ClickHouseException {
  return new ClickHouseException(
    497,
    "Code: 497. DB::Exception: Not enough privileges. The server's files are not read or written by statements. (ACCESS_DENIED)",
  );
}
