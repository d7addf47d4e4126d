/** Tests that each have an account of their own; the server and its owner are the same for all of a file. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Person, World } from './world';

export function eachInAnAccount(
  { policy, name, owner: ownerName }: { policy: string; name: string; owner: string },
  begin: (world: World, owner: Person, account: string) => void,
): void {
  let world: World;
  let owner: Person;
  beforeAll(async () => {
    world = await World.start();
    owner = await world.person(ownerName);
  });
  beforeEach(async () => begin(world, owner, await world.account(owner, policy, undefined, name)));
  afterAll(() => world.stop());
}
