import { UserDataInputError } from '../errors';

/**
 * `value` between single quotes, ready for a shell assignment. The text itself is never changed, so that a Terraform
 * token in it survives; what could end the quotation or the line is refused instead.
 *
 * @throws UserDataInputError for an empty value, or one holding a single quote or a line break
 */
export function quoted(what: string, value: string): string {
  if (value === '') throw new UserDataInputError(what, value, 'give a value');
  if (/['\r\n\0]/.test(value)) {
    throw new UserDataInputError(what, value, 'it must hold neither a single quote nor a line break');
  }
  return `'${value}'`;
}

/**
 * `value` as digits, when it is a whole number from `min` to `max`. A number token of CDKTF (a huge negative number)
 * is refused with everything else: these settings are plain configuration.
 *
 * @throws UserDataInputError
 */
export function wholeNumber(what: string, value: number, min: number, max: number): string {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UserDataInputError(what, value, `give a whole number from ${min} to ${max}`);
  }
  return String(value);
}

/**
 * `value` when it is an absolute path of plain characters: it also stands where quotation marks cannot, such as a
 * field of fstab, a unit file or a crontab.
 *
 * @throws UserDataInputError
 */
export function absolutePath(what: string, value: string): string {
  if (!/^\/[\w./@+-]*$/.test(value)) {
    throw new UserDataInputError(what, value, 'give an absolute path of letters, digits and . _ / @ + -');
  }
  return value;
}
