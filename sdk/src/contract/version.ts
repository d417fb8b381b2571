/**
 * The SDK version that a manifest's `engines.jackfield` range is held against. A bundle carries that of the SDK it was built
 * with.
 *
 * @stable
 * @since 0.1.0
 */
export const sdkVersion = '0.1.0';

/**
 * Counts the ways in which bundle and host understand each other: what `definePlugin` makes, the calls, the messages. Another
 * number is another language: neither can guess what the other means. What is merely new is a capability instead.
 *
 * @stable
 * @since 0.1.0
 */
export const protocolVersion = 1;
