import { password, type Person, World } from '../support/world';

const made = new WeakMap<World, Map<string, Promise<Person>>>();

/** An account in which nobody is but its owner, and nothing has happened; '': somebody without any account. */
export function newAccount(policy: string): (world: World) => Promise<{ email: string; password: string }> {
  return async (world) => {
    const ofWorld = made.get(world) ?? new Map<string, Promise<Person>>();
    made.set(world, ofWorld);
    const person = ofWorld.get(policy) ?? world.person('Noa Lindgren');
    const isNew = !ofWorld.has(policy);
    ofWorld.set(policy, person);
    const owner = await person;
    if (isNew && policy !== '') await world.account(owner, policy);
    return { email: owner.email, password };
  };
}
