import { addStyles } from './add-styles.ts';
import identityCss from './identity.css?inline';
import storyCss from './story.css?inline';

addStyles(storyCss + identityCss);

export { IdentityView } from './identity-view.tsx';
export { StoryView } from './story-view.tsx';
