/** What stands before several processes: hands each webhook delivery to one of them in turn, or to all of them. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export class Balancer {
  /** Whether every delivery goes to all processes, as after a platform's impatience. */
  doubled = false;
  private readonly targets: string[] = [];
  private readonly server: Server;
  private next = 0;

  private constructor() {
    this.server = createServer((incoming, response) => void this.serve(incoming, response));
  }

  static async open(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve) => balancer.server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Only these get deliveries from now on. */
  to(...targets: readonly string[]): void {
    this.targets.splice(0, this.targets.length, ...targets);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    this.next += 1;
    const chosen = this.doubled ? this.targets : [this.targets[this.next % this.targets.length]!];
    const statuses = await Promise.all(chosen.map((target) => pass(target, incoming, body)));
    // The worst answer counts: what one of them has not taken comes again.
    response.writeHead(Math.max(...statuses)).end();
  }
}

function pass(target: string, { url = '/', headers }: IncomingMessage, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const { host: _host, connection: _connection, ...kept } = headers;
    const sent = request(target + url, { method: 'POST', headers: kept }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 502);
    });
    sent.once('error', () => resolve(502));
    sent.end(body);
  });
}
