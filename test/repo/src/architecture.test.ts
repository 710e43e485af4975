import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cyclesOf } from './graph.ts';
import { roomRules, schemaFree } from './rooms-table.ts';
import { packageOf, sourceFiles, targetOf, type Import, type SourceFile } from './source.ts';
import { root, rooms } from './workspace.ts';

const files = sourceFiles();
const all = rooms();
const byName = new Map(all.map((room) => [room.manifest.name, room]));
const published = all
  .filter((room) => room.folder.startsWith('packages/') && !room.manifest.private)
  .map((room) => room.manifest.name);

const isRelative = (specifier: string) => specifier.startsWith('.');
const isRoom = (specifier: string) => byName.has(packageOf(specifier));

/** Every import of the files that the rule holds against, as `path imports specifier`. */
const offences = (of: readonly SourceFile[], breaks: (each: Import, file: SourceFile) => boolean): string[] =>
  of.flatMap((file) =>
    file.imports
      .filter((each) => breaks(each, file))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );

const doors = (name: string): string[] => {
  const folder = byName.get(name)?.folder ?? '';
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    exports?: Record<string, unknown>;
  };
  return Object.keys(manifest.exports ?? {}).map((door) => name + door.slice(1));
};
/** Whether a name is exported: as it is, or below a door like `./words/*`. How a file is loaded (`?inline`) is no name. */
const isDoor = (specifier: string): boolean => {
  const [name = ''] = specifier.split('?');
  return doors(packageOf(specifier)).some(
    (door) => door === name || (door.endsWith('/*') && name.startsWith(door.slice(0, -1))),
  );
};

describe('who imports whom', () => {
  const shipped = files.filter((file) => !file.isTest);

  test('every package of the workspace has a rule', () => {
    const packages = all.map((room) => room.folder).filter((folder) => folder.startsWith('packages/'));
    expect(Object.keys(roomRules).toSorted()).toEqual(packages.toSorted());
  });

  test.each(Object.entries(roomRules))('%s imports only the rooms it may', (folder, rule) => {
    const own = shipped.filter((file) => file.folder === folder && file.path.startsWith(`${folder}/src/`));
    const annexe = `${folder}/${rule.annexe?.folder}`;
    const broken = offences(own, ({ specifier }, { path }) => {
      const more = path.startsWith(annexe) ? (rule.annexe?.rooms ?? []) : [];
      return isRoom(specifier) && ![...rule.rooms, ...more].includes(packageOf(specifier));
    });
    const others = offences(own, ({ specifier }) => {
      if (isRelative(specifier) || isRoom(specifier) || isBuiltin(specifier)) return false;
      return rule.others !== undefined && !rule.others.includes(packageOf(specifier));
    });
    expect([...broken, ...others]).toEqual([]);
  });

  test('an annexe is entered by its door alone', () => {
    const annexes = Object.entries(roomRules).flatMap(([folder, { annexe }]) =>
      annexe ? [{ folder, annexe }] : [],
    );
    expect(annexes).not.toEqual([]);
    const broken = annexes.flatMap(({ folder, annexe }) => {
      const inside = `${folder}/${annexe.folder}`;
      const door = `${folder}/${annexe.door}`;
      const outside = shipped.filter(({ path }) => !path.startsWith(inside) && path !== door);
      return offences(outside, ({ specifier }, file) => {
        const target = isRelative(specifier) ? targetOf(file, specifier) : '';
        return target === door || target.startsWith(inside);
      });
    });
    expect(broken).toEqual([]);
  });

  test('a relative import stays inside its own package', () => {
    const broken = offences(
      files,
      ({ specifier }, file) =>
        isRelative(specifier) && !targetOf(file, specifier).startsWith(`${file.folder}/`),
    );
    expect(broken).toEqual([]);
  });

  test('a package is imported by the names it exports, never by its insides', () => {
    const broken = offences(files, ({ specifier }) => isRoom(specifier) && !isDoor(specifier));
    expect(broken).toEqual([]);
  });

  test('examples import published names, and each other', () => {
    const examples = files.filter((file) => file.path.startsWith('examples/'));
    const broken = offences(
      examples,
      ({ specifier }) =>
        isRoom(specifier) &&
        !published.includes(packageOf(specifier)) &&
        !specifier.startsWith('@shopbell-example/'),
    );
    expect(broken).toEqual([]);
  });

  test('nothing that ships imports a test room', () => {
    expect(offences(shipped, ({ specifier }) => specifier.startsWith('@shopbell-test/'))).toEqual([]);
  });

  test('what a browser loads takes no schema library from the protocol', () => {
    const browsers = shipped.filter((file) => schemaFree.folders.some((folder) => folder === file.folder));
    const broken = offences(
      browsers,
      ({ specifier, typeOnly }) =>
        !typeOnly &&
        packageOf(specifier) === '@shopbell/protocol' &&
        !schemaFree.specifiers.some((free) => free === specifier),
    );
    expect(broken).toEqual([]);
  });

  test('every room is among the dependencies of whoever imports it', () => {
    const broken = offences(files, ({ specifier }, file) => {
      const manifest = all.find((room) => room.folder === file.folder)?.manifest;
      const declared = { ...manifest?.dependencies, ...manifest?.devDependencies };
      return (
        isRoom(specifier) &&
        !Object.hasOwn(declared, packageOf(specifier)) &&
        packageOf(specifier) !== manifest?.name
      );
    });
    expect(broken).toEqual([]);
  });
});

describe('cycles', () => {
  test('there are none between files, type imports included', () => {
    const graph = new Map(
      files.map((file) => [
        file.path,
        file.imports
          .filter((each) => isRelative(each.specifier))
          .map((each) => targetOf(file, each.specifier)),
      ]),
    );
    expect(cyclesOf(graph)).toEqual([]);
  });

  test('there are none between packages', () => {
    const shipped = files.filter((file) => !file.isTest);
    const graph = new Map(
      all.map((room) => [
        room.manifest.name,
        shipped
          .filter((file) => file.folder === room.folder)
          .flatMap((file) => file.imports.map((each) => packageOf(each.specifier)))
          .filter((name) => byName.has(name) && name !== room.manifest.name),
      ]),
    );
    expect(cyclesOf(graph)).toEqual([]);
  });

  test('are seen where there are any', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['d']],
      ['d', ['b']],
    ]);
    expect(cyclesOf(graph)).toEqual(['b → c → d → b']);
  });

  test('relative imports lead to files that are there', () => {
    const broken = offences(
      files,
      ({ specifier }, file) =>
        isRelative(specifier) && !existsSync(join(root, targetOf(file, specifier).replace(/\?.*$/, ''))),
    );
    expect(broken).toEqual([]);
  });
});
