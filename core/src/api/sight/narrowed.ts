/** A service with some of its methods replaced; the others stay those of the service, whatever they are bound to. */
export function narrowed<Service extends object>(service: Service, replaced: Partial<Service>): Service {
  return new Proxy(service, {
    get(target, name) {
      const value: unknown = Reflect.get(Object.hasOwn(replaced, name) ? replaced : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
