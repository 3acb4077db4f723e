/** @file A debug client that somebody else wrote, connected to the adapter as to a server. */

import { createServer, type Socket } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { BackpropAdapter } from '../../extension/debug/adapter.ts';
import type { DebugServices } from '../../extension/debug/services.ts';
import type { TrainingSession } from '../../extension/session/trainingSession.ts';

/** Serves the adapter on a port of its own, in the protocol's base format. */
function serve(session: TrainingSession, services: DebugServices): Promise<number> {
  const server = createServer((socket) => {
    server.close();
    const adapter = new BackpropAdapter(session, services, (message) => {
      const json = JSON.stringify(message);
      socket.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    });
    read(socket, (message) => {
      adapter.handleMessage(message);
    });
    socket.on('close', () => {
      adapter.dispose();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
    });
  });
}

function read(socket: Socket, hear: (message: object) => void): void {
  let data = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    data = Buffer.concat([data, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(data.toString('latin1'));
      if (!header) return;
      const start = header[0].length;
      const end = start + Number(header[1]);
      if (data.length < end) return;
      hear(JSON.parse(data.toString('utf8', start, end)) as object);
      data = data.subarray(end);
    }
  });
}

export class Client extends DebugClient {
  /** The bodies of all events so far, in order. */
  readonly events: { readonly event: string; readonly body: unknown }[] = [];

  private constructor() {
    super('', '', 'backprop-lens');
    this.defaultTimeout = 20_000;
  }

  static async connect(session: TrainingSession, services: DebugServices): Promise<Client> {
    const client = new Client();
    await client.start(await serve(session, services));
    return client;
  }

  override emit(event: string, ...args: [DebugProtocol.Event]): boolean {
    this.events.push({ event, body: args[0].body });
    return super.emit(event, ...args);
  }

  /** Asks for a move, and gives where training has stopped after it. */
  async stopsAfter(
    command: string,
    args: object = { threadId: 1 },
  ): Promise<DebugProtocol.StoppedEvent['body'] & { readonly frames: readonly DebugProtocol.StackFrame[] }> {
    const stopped = this.waitForEvent('stopped') as Promise<DebugProtocol.StoppedEvent>;
    await this.send(command, args);
    const { body } = await stopped;
    const { stackFrames } = (await this.stackTraceRequest({ threadId: 1 })).body;
    return { ...body, frames: stackFrames };
  }

  /** What an expression comes to. */
  async value(expression: string): Promise<string> {
    return (await this.evaluateRequest({ expression })).body.result;
  }
}
