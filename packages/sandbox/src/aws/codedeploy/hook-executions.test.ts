import { makeHookExecutions, practice } from './hook-executions.ts';

const coded = (code: string) => expect.objectContaining({ code });

describe('makeHookExecutions', () => {
  it('takes the word of a hook once', async () => {
    const hooks = makeHookExecutions(() => {});
    const { id, status } = hooks.begin('d-ONE');
    hooks.finish('d-ONE', id, 'Failed');
    expect(await status).toBe('Failed');
    expect(() => hooks.finish('d-ONE', id, 'Succeeded')).toThrow(
      coded('LifecycleEventAlreadyCompletedException'),
    );
  });

  it('refuses an execution of another deployment, and a deployment that there is not', () => {
    const hooks = makeHookExecutions(() => {});
    hooks.begin('d-ONE');
    const { id } = hooks.begin('d-TWO');
    expect(() => hooks.finish('d-ONE', id, 'Succeeded')).toThrow(
      coded('InvalidLifecycleEventHookExecutionIdException'),
    );
    expect(() => hooks.finish('d-THREE', id, 'Succeeded')).toThrow(coded('DeploymentDoesNotExistException'));
  });

  it('lets a hook practise as often as it likes', () => {
    const said: string[] = [];
    const hooks = makeHookExecutions((status) => said.push(status));
    hooks.finish(practice.deploymentId, practice.hookExecutionId, 'Succeeded');
    hooks.finish(practice.deploymentId, practice.hookExecutionId, 'Failed');
    expect(said).toEqual(['Succeeded', 'Failed']);
  });
});
