import { phone } from './support/browser';
import { playScenes } from './support/gallery';

playScenes('phone', phone);
