import type { Chat } from '../panel/chat.ts';
import { unreadCount, type PanelState } from '../panel/panel-state.ts';
import { createNews } from './news.ts';

/** For so long no other tab rings for the same message; longer than a hidden tab’s timers are late. In ms. */
const claimMs = 5_000;
const [inFrontMs, soundingMs, silentMs] = [0, 60, 250];

/** Two soft strokes of a counter bell. Silent as long as the shopper has done nothing in the frame: browsers ask for that. */
const strike = (): void => {
  const audio = new AudioContext();
  for (const [at, hertz] of [
    [0, 1_319],
    [0.14, 1_760],
  ] as const) {
    const start = audio.currentTime + at;
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.08, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.7);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.75);
  }
  setTimeout(() => void audio.close(), 1_500);
};

const canSound = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

/** Whoever has the claim first calls the shopper; the others stay silent. Without locks, each tab that is in front. */
const claim = (name: string, won: () => void): void => {
  if (!navigator.locks) return document.visibilityState === 'visible' ? won() : undefined;
  void navigator.locks
    .request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return;
      won();
      return new Promise((resolve) => setTimeout(resolve, claimMs));
    })
    .catch(() => {});
};

/** How the shopper stands to what was said: they have it before their eyes, they look at another conversation, or at neither. */
const isLooking = ({ isOpen }: PanelState): boolean => document.visibilityState === 'visible' && isOpen;
const countOf = (state: PanelState): number => unreadCount(state) + state.elsewhere;

/**
 * Calls the shopper when something is said to them: one sound and one title in the whole browser, none where they look. Who
 * looks at another of their conversations is called by the sound alone: the count is before their eyes.
 */
export const ringFor = ({ store, call }: Pick<Chat, 'store' | 'call'>, name: string): void => {
  const newsIn = createNews();
  let isCalling = false;
  let heardElsewhere: string | undefined;
  const ring = (news: string, isSeen: () => boolean): void => {
    const isRinging = !isSeen() && countOf(store.value) > 0;
    const delayMs = isSeen() ? inFrontMs : canSound() ? soundingMs : silentMs;
    const won = (): void => {
      if (!isRinging) return;
      if (canSound()) strike();
      if (isLooking(store.value)) return;
      isCalling = true;
      call(countOf(store.value));
    };
    setTimeout(claim, delayMs, `${name} ${news}`, won);
  };
  store.subscribe(() => {
    const state = store.value;
    const count = countOf(state);
    const isOver = count === 0 || isLooking(state);
    if (isCalling) call(isOver ? 0 : count);
    if (isOver) isCalling = false;
    const news = newsIn(state);
    if (news) ring(news, () => isLooking(store.value));
    const { newsElsewhere } = state;
    if (newsElsewhere && newsElsewhere !== heardElsewhere) ring(newsElsewhere, () => false);
    heardElsewhere = newsElsewhere;
  });
};
