import { stringify } from 'yaml';
import { UserDataInputError } from './errors';

/** A file that cloud-init writes before it runs any command. Owned by root. */
export interface CloudConfigFile {
  readonly path: string;
  /** Text whose first line is neither empty nor indented, and whose last line ends with the only line break there. */
  readonly content: string;
  /** Octal digits, such as `0755`. */
  readonly permissions: string;
}

/** EC2 takes no more user data than this, in bytes before base64. */
export const USER_DATA_LIMIT_BYTES = 16 * 1024;

const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;

/**
 * Refuses text in which Terraform would find an interpolation or directive other than CDKTF's own tokens: it stands in
 * a Terraform string, where `${…}` and `%{…}` are evaluated.
 *
 * @returns `text`, unchanged
 * @throws UserDataInputError
 */
export function safeInTerraform(what: string, text: string): string {
  const found = /.{0,40}[$%]\{.{0,40}/.exec(text.replaceAll(TOKEN, ''));
  if (found) {
    throw new UserDataInputError(what, found[0], 'Terraform evaluates ${…} and %{…}: write $name instead');
  }
  return text;
}

/**
 * User data in cloud-init's own format: `files` are written in plain text (a script keeps its path, so that an operator
 * can read it and run it again), then each of `commands`, a list of arguments, is run once per instance.
 *
 * @returns text that begins with `#cloud-config`; Terraform tokens in it are untouched
 * @throws UserDataInputError when Terraform would change the text, or EC2 would refuse its size
 */
export function renderCloudConfig(
  files: readonly CloudConfigFile[],
  commands: readonly (readonly string[])[],
): string {
  for (const { path, content } of files) {
    // Only such text is written as a plain literal block, in which every line, and every token, stands as it is.
    if (!/^\S/.test(content) || !/[^\n]\n$/.test(content)) {
      throw new UserDataInputError(
        `the content of ${path}`,
        content,
        'begin with text, end with one line break',
      );
    }
  }
  const body = stringify(
    {
      write_files: files.map(({ path, content, permissions }) => ({ path, permissions, content })),
      runcmd: commands,
    },
    { blockQuote: 'literal', lineWidth: 0, singleQuote: true },
  );
  const text = safeInTerraform('the rendered text', `#cloud-config\n${body}`);
  const size = Buffer.byteLength(text);
  if (size > USER_DATA_LIMIT_BYTES) {
    throw new UserDataInputError('size in bytes', size, `EC2 takes at most ${USER_DATA_LIMIT_BYTES}`);
  }
  return text;
}
