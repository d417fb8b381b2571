/** What a process says of itself, as another one would say it. */
const others: readonly (readonly [owner: object, name: string, value: unknown])[] = [
  [process, 'pid', 4_194_303],
  [process, 'ppid', 4_194_302],
  [process, 'uptime', () => 86_400],
  [performance, 'timeOrigin', 1_000_000_000_000],
];

/** Until it is disposed of, this process calls itself another one. */
export function anotherProcess(): Disposable {
  using owned = new DisposableStack();
  for (const [owner, name, value] of others) {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, configurable: true, enumerable: true });
    owned.defer(() => (own === undefined ? void Reflect.deleteProperty(owner, name) : void Object.defineProperty(owner, name, own)));
  }
  return owned.move();
}
