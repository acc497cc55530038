import type { Options } from '@aws-sdk/client-datasync';
import { InvalidRequestException } from './errors';
import { DEFAULT_OPTIONS, resolveOptions } from './options';

describe('the options of a task', () => {
  it('are the defaults where nothing is given', () => {
    expect(resolveOptions(DEFAULT_OPTIONS, undefined, 'STANDARD')).toEqual(DEFAULT_OPTIONS);
  });

  it('are laid over those of the task', () => {
    const base = resolveOptions(DEFAULT_OPTIONS, { LogLevel: 'BASIC', VerifyMode: 'NONE' }, undefined);
    expect(resolveOptions(base, { LogLevel: 'TRANSFER' }, undefined)).toMatchObject({
      LogLevel: 'TRANSFER',
      VerifyMode: 'NONE',
    });
  });

  it.each<[string, Options, string | undefined, RegExp]>([
    [
      'REMOVE with ALL',
      { PreserveDeletedFiles: 'REMOVE', TransferMode: 'ALL' },
      undefined,
      /cannot be used with TransferMode ALL/,
    ],
    ['Atime without Mtime', { Mtime: 'NONE' }, undefined, /Atime BEST_EFFORT cannot be used with Mtime NONE/],
    ['Mtime without Atime', { Atime: 'NONE' }, undefined, /Atime NONE/],
    ['point-in-time verification of an archive', {}, 'DEEP_ARCHIVE', /Use ONLY_FILES_TRANSFERRED/],
    ['point-in-time verification of Glacier', {}, 'GLACIER', /GLACIER/],
    ['devices', { PreserveDevices: 'PRESERVE' }, undefined, /PreserveDevices/],
    ['owners by name', { Uid: 'NAME' }, undefined, /Uid NAME/],
    [
      'an unknown value',
      { LogLevel: 'ALL' as never },
      undefined,
      /options\.logLevel.*\[OFF, BASIC, TRANSFER\]/,
    ],
    ['a bandwidth below -1', { BytesPerSecond: -2 }, undefined, /bytesPerSecond/],
    ['a bandwidth that is not whole', { BytesPerSecond: 1.5 }, undefined, /bytesPerSecond/],
  ])('refuse %s', (_name, options, storageClass, message) => {
    expect(() => resolveOptions(DEFAULT_OPTIONS, options, storageClass)).toThrow(InvalidRequestException);
    expect(() => resolveOptions(DEFAULT_OPTIONS, options, storageClass)).toThrow(message);
  });
});
