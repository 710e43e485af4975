import { describe, expect, test } from 'vitest';
import type { Heard } from './happenings.ts';
import { createLedger, type Ledger } from './ledger.ts';

const sender = 'shp_one';
const conversation = 'cnv_one';
const place = (nonce: string, seq: number) => ({ sender, nonce, conversation, seq });

type Play = {
  say: (nonce: string, seq: number) => void;
  hear: (reader: string, seq: number, as?: Partial<Heard>) => void;
};

/** A run in which three messages are said and heard by the shopper, a second tab and an agent; then what is planted. */
const played = (plant: (ledger: Ledger, play: Play) => void, until = 3): string[] => {
  const ledger = createLedger();
  ledger.reader({ name: 'tab 1', audience: 'everyone', conversations: [conversation] });
  ledger.reader({ name: 'tab 2', audience: 'everyone', conversations: [conversation] });
  ledger.reader({ name: 'agent', audience: 'staff', conversations: 'all' });
  const play: Play = {
    say: (nonce, seq) => {
      ledger.sent({ sender, nonce, body: `body of ${nonce}`, audience: 'everyone' });
      ledger.committed(sender, nonce);
      ledger.acknowledged({ ...place(nonce, seq), numbering: 'everyone' });
    },
    hear: (reader, seq, as = {}) => {
      const nonce = as.nonce ?? `n${seq}`;
      const body = `body of ${nonce}`;
      ledger.heard({ reader, ...place(nonce, seq), publicSeq: seq, audience: 'everyone', body, ...as });
    },
  };
  for (let seq = 1; seq <= until; seq += 1) {
    play.say(`n${seq}`, seq);
    for (const reader of ['tab 1', 'tab 2', 'agent']) play.hear(reader, seq);
  }
  plant(ledger, play);
  return [...new Set(ledger.judge().map(({ kind }) => kind))].toSorted();
};

const everybody = ['tab 1', 'tab 2', 'agent'];

describe('the ledger', () => {
  test('finds nothing in a clean run', () => {
    expect(played(() => {})).toEqual([]);
  });

  test('finds nothing wrong in notes that only staff hear, nor in the gap of publicSeq they leave', () => {
    const kinds = played((ledger, { say, hear }) => {
      ledger.sent({ sender: 'agt_one', nonce: 'note', body: 'hm', audience: 'staff' });
      ledger.committed('agt_one', 'note');
      ledger.acknowledged({ sender: 'agt_one', nonce: 'note', conversation, seq: 4, numbering: 'staff' });
      hear('agent', 4, {
        sender: 'agt_one',
        nonce: 'note',
        body: 'hm',
        audience: 'staff',
        publicSeq: undefined,
      });
      say('n4', 4);
      hear('tab 1', 4);
      hear('tab 2', 4);
      hear('agent', 5, { nonce: 'n4', publicSeq: 4 });
    });
    expect(kinds).toEqual([]);
  });

  test('finds nothing wrong in a message that was sent, never acknowledged and never heard', () => {
    expect(played((ledger) => ledger.sent({ sender, nonce: 'n4', body: 'x', audience: 'everyone' }))).toEqual(
      [],
    );
  });

  test('flags a lost one: acknowledged, and one reader never hears it', () => {
    const kinds = played((_, { say, hear }) => {
      say('n4', 4);
      hear('tab 1', 4);
      hear('agent', 4);
    });
    expect(kinds).toEqual(['lost']);
  });

  test('flags a doubled one: heard twice', () => {
    expect(played((_, { hear }) => hear('tab 1', 3))).toEqual(['doubled']);
  });

  test('flags a doubled one: stored at two places', () => {
    expect(played((_, { hear }) => everybody.forEach((name) => hear(name, 4, { nonce: 'n3' })))).toEqual([
      'doubled',
    ]);
  });

  test('flags a gap', () => {
    const kinds = played((_, { say, hear }) => {
      say('n5', 5);
      everybody.forEach((name) => hear(name, 5));
    });
    expect(kinds).toEqual(['gap']);
  });

  test('flags swapped ones: a reader hears 5 before 4', () => {
    const kinds = played((_, { say, hear }) => {
      say('n4', 4);
      say('n5', 5);
      for (const seq of [4, 5]) ['tab 1', 'agent'].forEach((name) => hear(name, seq));
      hear('tab 2', 5);
      hear('tab 2', 4);
    });
    expect(kinds).toContain('swapped');
  });

  test('flags swapped ones: two readers have different entries at one place', () => {
    const kinds = played((ledger, { hear }) => {
      for (const nonce of ['left', 'right']) {
        ledger.sent({ sender, nonce, body: `body of ${nonce}`, audience: 'everyone' });
        ledger.committed(sender, nonce);
      }
      hear('tab 1', 4, { nonce: 'left' });
      hear('tab 2', 4, { nonce: 'right' });
    });
    expect(kinds).toEqual(['swapped']);
  });

  test('flags swapped ones: heard at another place than the reply said', () => {
    const kinds = played((_, { say, hear }) => {
      say('n4', 7);
      everybody.forEach((name) => hear(name, 4));
    });
    expect(kinds).toEqual(['swapped']);
  });

  test('flags a foreign one: a shopper hears what is for staff', () => {
    const kinds = played((ledger, { hear }) => {
      ledger.sent({ sender, nonce: 'n4', body: 'body of n4', audience: 'staff' });
      ledger.committed(sender, 'n4');
      hear('tab 1', 4, { audience: 'staff' });
    });
    expect(kinds).toEqual(['foreign']);
  });

  test('flags a foreign one: a shopper hears another’s conversation', () => {
    const kinds = played((ledger, { hear }) => {
      ledger.committed('shp_two', 'x');
      hear('tab 1', 1, { conversation: 'cnv_two', sender: 'shp_two', nonce: 'x' });
    });
    expect(kinds).toEqual(['foreign']);
  });

  test('flags a wrong body', () => {
    const kinds = played((_, { say, hear }) => {
      say('n4', 4);
      everybody.forEach((name) => hear(name, 4, name === 'agent' ? { body: 'body of n4 ' } : {}));
    });
    expect(kinds).toEqual(['wrong body']);
  });

  test('flags a reply before the commit', () => {
    const kinds = played((ledger, { hear }) => {
      ledger.sent({ sender, nonce: 'n4', body: 'body of n4', audience: 'everyone' });
      ledger.acknowledged({ ...place('n4', 4), numbering: 'everyone' });
      ledger.committed(sender, 'n4');
      everybody.forEach((name) => hear(name, 4));
    });
    expect(kinds).toEqual(['reply before commit']);
  });

  test('flags a delivery before the commit', () => {
    const kinds = played((ledger, { hear }) => {
      ledger.sent({ sender, nonce: 'n4', body: 'body of n4', audience: 'everyone' });
      everybody.forEach((name) => hear(name, 4));
      ledger.committed(sender, 'n4');
    });
    expect(kinds).toEqual(['reply before commit']);
  });
});
