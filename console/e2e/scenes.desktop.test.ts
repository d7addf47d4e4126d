import { desktop } from './support/browser';
import { playScenes } from './support/gallery';

playScenes('desktop', desktop);
