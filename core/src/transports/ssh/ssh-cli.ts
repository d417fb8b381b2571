import type { SshOutput } from '@jackfield/sdk';
import type { Progress } from '../progress.ts';

const defaultBytes = 1_024 * 1_024;
/** Output beyond the cap is dropped, up to this many times the cap; then the session is ended. */
const patience = 16;

/** The end of a prompt, in the last line: `sw1#`, `sw1(config)# `, `admin@fw>`, `<core>`, `[edit]`. */
const promptPattern = /^[\p{L}\p{N}[<][\p{L}\p{N}\-_.@:~/()[\]<>* ]{0,80}[>#$%\]] ?$/u;
/** What a device says when it waits for a key: `--More--`, `-- MORE --, next page: Space`, `<--- More --->`. */
const morePattern = /(?:^|[\r\n])[^\n\r]{0,8}?<?-{2,4} ?\(?more\b[^\n]{0,80}$/i;
const passwordPattern = /password: ?$/i;

/** What devices send to wipe out and to colour. The mark of a page, NUL here, goes with what of it came after the key was pressed. */
const wiping = [
  String.raw`\0[^\n\r\x1b\x08]*(?=\r(?!\n)|\x1b|\x08)`, String.raw`\0`, String.raw`\x1b\[[0-9;?]*[A-Za-z]`, String.raw`\x1b[=>()][0-9A-B]?`, String.raw`\x08+ *\x08*`,
  String.raw`\r+ *\r(?!\n)`, String.raw`\r`,
].map((source) => new RegExp(source, 'g'));

const plainText = (said: string): string => wiping.reduce((text, pattern) => text.replaceAll(pattern, ''), said);

const lastLine = (text: string): string => plainText(text.slice(text.lastIndexOf('\n') + 1));

/** What is needed of a channel to a shell. */
export interface ShellChannel {
  on(event: 'data', listener: (piece: Buffer) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  write(text: string): unknown;
  destroy(): unknown;
  readonly stderr: { resume(): unknown };
}

/** Listens to the command line of a device, turns its pages, and knows when it waits for the next line. */
class Conversation {
  readonly #channel: ShellChannel;
  readonly #most: number;
  readonly #decoder = new TextDecoder();
  #heard = '';
  #size = 0;
  /** How its prompts begin, known after the first one: text that merely ends in # is none. */
  #name = '';
  #wakes: PromiseWithResolvers<void> = Promise.withResolvers();
  #ended = false;
  truncated = false;

  constructor(channel: ShellChannel, most: number) {
    this.#channel = channel;
    this.#most = most;
    channel.on('data', (piece: Buffer) => this.#hear(piece));
    channel.stderr.resume();
    channel.once('close', () => {
      this.#ended = true;
      this.#wakes.resolve();
    });
  }

  /** All that is said until the device waits again, its prompt left out. */
  async untilPrompt(progress: Progress): Promise<string> {
    for (;;) {
      const line = lastLine(this.#heard);
      // The bracket before the name changes with the mode: <core> and [core].
      const named = line.replace(/^[[<]/, '');
      if (promptPattern.test(line) && named.startsWith(this.#name)) {
        if (this.#name === '') this.#name = /^[\p{L}\p{N}\-_.@]*/u.exec(named)?.[0] ?? '';
        const said = this.#heard.slice(0, this.#heard.lastIndexOf('\n') + 1);
        this.#heard = '';
        return plainText(said);
      }
      if (this.#ended) {
        if (this.truncated) return plainText(this.#heard);
        throw progress.failure('Unreachable', 'the device closed its command line before it had answered');
      }
      if (passwordPattern.test(line)) {
        throw progress.failure('AuthFailed', 'the command line asks for another password', 'Give the account the rights it needs from its login on: the host types no second password.');
      }
      this.#wakes = Promise.withResolvers();
      await this.#wakes.promise;
    }
  }

  #hear(piece: Buffer): void {
    this.#size += piece.length;
    this.#heard += this.#decoder.decode(piece, { stream: true });
    const more = morePattern.exec(this.#heard.slice(-200));
    if (more !== null) {
      this.#heard = `${this.#heard.slice(0, this.#heard.length - more[0].replace(/^[\r\n]/, '').length)}\0`;
      // Enough is enough: q leaves the pages, and what came so far is the answer.
      this.truncated ||= this.#size > this.#most;
      this.#channel.write(this.truncated ? 'q' : ' ');
    } else if (this.#size > this.#most) {
      this.truncated = true;
      // Of a device that does not stop, the end alone is kept: the prompt will stand there.
      this.#heard = this.#heard.slice(-this.#most);
      if (this.#size > this.#most * patience) this.#channel.destroy();
    }
    this.#wakes.resolve();
  }
}

/** Types lines at the command line of a device, each at its prompt, and gathers what it says to them. */
export async function typeLines(channel: ShellChannel, lines: readonly string[], maxBytes: number | undefined, progress: Progress): Promise<SshOutput> {
  const most = maxBytes ?? defaultBytes;
  const conversation = new Conversation(channel, most);
  await conversation.untilPrompt(progress);
  let stdout = '';
  for (const line of lines) {
    channel.write(`${line}\n`);
    const said = await conversation.untilPrompt(progress);
    // A terminal hears what is typed.
    stdout += said.startsWith(`${line}\n`) ? said.slice(line.length + 1) : said;
  }
  return { code: null, signal: null, stdout: stdout.slice(0, most), stderr: '', truncated: conversation.truncated || stdout.length > most };
}
