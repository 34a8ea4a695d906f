import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../../core/aws-error.ts';
import { readInput } from '../../core/read-input.ts';
import { refusalsOf } from '../../stack/refusals/refusals.ts';
import { placeBelow } from '../../template/faults.ts';
import type { Mapping } from '../../template/value.ts';
import { type AlarmProperties, alarmProperties } from './alarm-properties.ts';
import type { Alarms } from './alarms.ts';

/** Alarms that somebody made, changed or deleted through the API; they hold until the template says something else. */
export interface MadeAlarms {
  /** @throws AwsError `ValidationError` */
  put(input: Mapping): void;
  /** @throws AwsError `ResourceNotFound`; then none is deleted */
  remove(names: readonly string[]): void;
  /** What holds of the template's alarm: that, another by hand, or nothing. */
  declare(name: string, properties: AlarmProperties): AlarmProperties | undefined;
  /** Makes those that no template names; once the template's are made. */
  start(): void;
}

const invalid = (sentence: string): AwsError => new AwsError('ValidationError', sentence);

export function makeMadeAlarms(
  db: DatabaseSync,
  alarms: Alarms,
  arnOf: (name: string) => string,
): MadeAlarms {
  db.exec(`CREATE TABLE IF NOT EXISTS cloudwatch_alarm (
    name TEXT PRIMARY KEY, properties TEXT, declared TEXT NOT NULL) STRICT`);
  const get = db.prepare('SELECT properties, declared FROM cloudwatch_alarm WHERE name = ?');
  const all = db.prepare("SELECT name, properties FROM cloudwatch_alarm WHERE declared = ''");
  const save = db.prepare('INSERT OR REPLACE INTO cloudwatch_alarm VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM cloudwatch_alarm WHERE name = ?');
  /** By name, what the template says at this start. */
  const declared = new Map<string, string>();

  return {
    put(input) {
      const properties = readInput(alarmProperties, input, invalid);
      const { AlarmName: name } = properties;
      if (name === undefined) throw invalid('AlarmName is required.');
      // AWS refuses of a call what it refuses of a template.
      const asked = {
        logicalId: name,
        type: 'AWS::CloudWatch::Alarm',
        properties: { ...input },
        dependsOn: [],
      };
      const [refused] = refusalsOf(asked, { resources: new Map(), now: 0 });
      if (refused) throw invalid(`${placeBelow('', refused.path) || 'The alarm'} ${refused.sentence}.`);
      try {
        alarms.put(name, arnOf(name), properties);
      } catch (error) {
        throw error instanceof Error ? invalid(error.message) : error;
      }
      save.run(name, JSON.stringify(input), declared.get(name) ?? '');
    },
    remove(names) {
      const missing = names.find((name) => !alarms.find(name));
      if (missing !== undefined) throw new AwsError('ResourceNotFound', `Unknown alarm ${missing}`, 404);
      for (const name of names) {
        alarms.remove(name);
        const template = declared.get(name);
        if (template === undefined) drop.run(name);
        else save.run(name, null, template);
      }
    },
    declare(name, properties) {
      const said = JSON.stringify(properties);
      declared.set(name, said);
      const row = get.get(name);
      if (!row) return properties;
      if (row.declared !== said) {
        drop.run(name);
        return properties;
      }
      return row.properties === null ? undefined : alarmProperties.parse(JSON.parse(String(row.properties)));
    },
    start() {
      for (const { name, properties } of all.all()) {
        if (!alarms.find(String(name)))
          alarms.put(
            String(name),
            arnOf(String(name)),
            alarmProperties.parse(JSON.parse(String(properties))),
          );
      }
    },
  };
}
