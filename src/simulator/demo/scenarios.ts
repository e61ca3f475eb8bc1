import type { Scenario } from './scenario.ts'
import { diskFull } from './scenarios/imports/disk-full.ts'
import { importFails } from './scenarios/imports/import-fails.ts'
import { keyringMissing } from './scenarios/imports/keyring-missing.ts'
import { proxyRefuses } from './scenarios/imports/proxy-refuses.ts'
import { sourceUnreachable } from './scenarios/imports/source-unreachable.ts'
import { stalled } from './scenarios/imports/stalled.ts'
import { timeLimit } from './scenarios/imports/time-limit.ts'
import { changeFails } from './scenarios/sources/change-fails.ts'
import { missingFiles } from './scenarios/sources/missing-files.ts'
import { noBootloaders } from './scenarios/sources/no-bootloaders.ts'
import { notOffered } from './scenarios/sources/not-offered.ts'
import { slowSource } from './scenarios/sources/slow-source.ts'
import { twoSources } from './scenarios/sources/two-sources.ts'
import { wrongSignature } from './scenarios/sources/wrong-signature.ts'
import { customImages } from './scenarios/usual/custom-images.ts'
import { usual } from './scenarios/usual/default.ts'
import { endedReleases } from './scenarios/usual/ended-releases.ts'
import { fresh } from './scenarios/usual/fresh.ts'
import { keyRevoked } from './scenarios/usual/key-revoked.ts'
import { large } from './scenarios/usual/large.ts'
import { notifications } from './scenarios/usual/notifications.ts'
import { offline } from './scenarios/usual/offline.ts'
import { readOnly } from './scenarios/usual/read-only.ts'
import { maas34 } from './scenarios/versions/maas-3.4.ts'
import { maas37 } from './scenarios/versions/maas-3.7.ts'
import { maas38 } from './scenarios/versions/maas-3.8.ts'
import { racksBehind } from './scenarios/versions/racks-behind.ts'
import { releaseGone } from './scenarios/versions/release-gone.ts'

/** Every scenario by its name, in the order of `--scenario help`. */
const RECIPES = {
  default: usual,
  fresh,
  large,
  'read-only': readOnly,
  offline,
  'key-revoked': keyRevoked,
  'import-fails': importFails,
  stalled,
  'maas-3.4': maas34,
  'racks-behind': racksBehind,
  'maas-3.7': maas37,
  'maas-3.8': maas38,
  'two-sources': twoSources,
  'source-unreachable': sourceUnreachable,
  'keyring-missing': keyringMissing,
  'proxy-refuses': proxyRefuses,
  'disk-full': diskFull,
  'release-gone': releaseGone,
  'time-limit': timeLimit,
  'missing-files': missingFiles,
  'wrong-signature': wrongSignature,
  'slow-source': slowSource,
  'not-offered': notOffered,
  'ended-releases': endedReleases,
  'custom-images': customImages,
  'no-bootloaders': noBootloaders,
  'change-fails': changeFails,
  notifications,
} as const satisfies Readonly<Record<string, Scenario>>

/** What each scenario shows, by its name. */
export const SCENARIOS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(RECIPES).map(([name, { shows }]) => [name, shows]),
)

/** Null: there is no such scenario. */
export const scenarioNamed = (name: string): Scenario | null =>
  Object.hasOwn(RECIPES, name) ? RECIPES[name as keyof typeof RECIPES] : null

/** For a name that no scenario has. */
export const noScenario = (name: string) =>
  `There is no scenario "${name}". There are: ${Object.keys(RECIPES).join(', ')}.`
