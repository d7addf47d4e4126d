/** People and accounts, made over HTTP as any client would. */
import { Mailbox, tokenOf } from './mailbox';
import { Server, type ServerOptions } from './server';

export const password = 'seven green bicycles';

export interface Person {
  id: string;
  email: string;
  name: string;
  token: string;
}

export interface Grant {
  role?: string;
  permissions?: string[];
  sub_accounts?: string[];
}

type Body = Record<string, unknown>;

export class World {
  readonly mailbox: Mailbox;
  private serviceKey = '';
  private count = 0;
  private constructor(readonly server: Server) {
    this.mailbox = new Mailbox(server.mailFolder);
  }

  static async start(options: ServerOptions = {}): Promise<World> {
    return new World(await Server.start(options));
  }
  stop(): Promise<void> {
    return this.server.stop();
  }

  async call(method: string, path: string, token = '', body?: Body): Promise<{ status: number; body: any }> {
    const headers: Record<string, string> = {
      'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    };
    if (token) headers.Authorization = `Bearer ${token}`;
    const answer = await fetch(this.server.url + path, { method, headers, body: body ? JSON.stringify(body) : undefined });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }

  /** As `call`; throws when it is refused. */
  async done(method: string, path: string, token = '', body?: Body): Promise<any> {
    const answer = await this.call(method, path, token, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  address(name: string): string {
    const local =
      name
        .normalize('NFD')
        .replace(/[^a-zA-Z]/g, '')
        .toLowerCase()
        .slice(0, 40) || 'person';
    return `${local}-${++this.count}@team.test`;
  }

  async person(name: string, locale = 'en'): Promise<Person> {
    const email = this.address(name);
    await this.done('POST', '/v1/registrations', '', { email, locale });
    const token = tokenOf(await this.mailbox.link(email, '/register#'));
    const session = await this.done('POST', '/v1/registrations/complete', '', { token, name, password });
    return { id: session.user.id, email, name, token: session.token };
  }

  service(): string {
    this.serviceKey ||= JSON.parse(this.server.roster('key', 'create', '--service', 'tests', '--json')).token;
    return this.serviceKey;
  }

  async account(owner: Person, policy: string, plan?: string, name = 'Harbour Works'): Promise<string> {
    const body = { name, policy, owner: owner.id, ...(plan ? { plan } : {}) };
    return (await this.done('POST', '/v1/accounts', this.service(), body)).id;
  }

  async invite(account: string, by: Person, email: string, grant: Grant = {}): Promise<string> {
    const body = { invitees: [{ email }], ...grant };
    const answer = await this.done('POST', `/v1/accounts/${account}/invitations`, by.token, body);
    if (answer.results[0].outcome !== 'invited') throw new Error(JSON.stringify(answer));
    return answer.results[0].invitation.id;
  }

  async member(account: string, by: Person, name: string, grant: Grant = {}): Promise<Person> {
    const email = this.address(name);
    await this.invite(account, by, email, grant);
    const token = tokenOf(await this.mailbox.link(email, '/invitations/'));
    const session = await this.done('POST', '/v1/invitations/accept', '', { token, name, password });
    return { id: session.user.id, email, name, token: session.token };
  }

  async may(account: string, who: Person, permission: string, subAccount?: string): Promise<boolean> {
    const where = subAccount ? `&sub_account=${subAccount}` : '';
    const path = `/v1/check?account=${account}&user=${who.id}&permission=${permission}${where}`;
    return (await this.done('GET', path, this.service())).allowed;
  }
}
