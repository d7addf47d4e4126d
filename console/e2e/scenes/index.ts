/** Every page in every state, as somebody of the demo sees it: what is judged by eye, by axe and by the browser's own complaints. */
import { accountScenes } from './account';
import { doorScenes } from './door';
import { happenings } from './happenings';
import { inviteScenes } from './invite';
import { mailboxScenes } from './mailbox';
import { ownScenes } from './own';
import { passwordScenes } from './password';
import { personScenes } from './person';
import type { Scene } from './scene';
import { usersScenes } from './users';

export const scenes: Scene[] = [
  ...usersScenes,
  ...ownScenes,
  ...personScenes,
  ...inviteScenes,
  ...accountScenes,
  ...happenings,
  // These invite and register people, whom the lists would show.
  ...doorScenes,
  ...mailboxScenes,
  // The server's clock goes on.
  ...passwordScenes,
];
