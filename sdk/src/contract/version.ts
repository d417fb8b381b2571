/**
 * The SDK version that a manifest's `engines.jackfield` range is held against.
 *
 * @stable
 * @since 0.1.0
 */
export const sdkVersion = '0.1.0';
