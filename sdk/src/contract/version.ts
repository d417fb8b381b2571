/** The SDK version that a manifest's `engines.jackfield` range is held against. */
export const sdkVersion = '0.1.0';
