/** As far as the tests use it: the package has no types. */
declare module 'asterisk-manager' {
  import { EventEmitter } from 'node:events';

  type Callback = (error: object | null | undefined, response?: Record<string, string>) => void;

  export default class AsteriskManager extends EventEmitter {
    constructor(port: null, host: string, username: string, password: string, events: boolean);
    connect(port: number, host: string): void;
    login(callback: Callback): void;
    action(action: Record<string, string>, callback: Callback): void;
    disconnect(): void;
  }
}
