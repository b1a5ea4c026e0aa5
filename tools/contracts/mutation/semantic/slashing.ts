import type { MutatedSource } from './semanticMutant.ts';

export const slashingMutants: readonly MutatedSource[] = [
  {
    file: 'Slasher.sol',
    mutants: [
      {
        what: 'a penalty is rounded down',
        replace: 'Math.ceilDiv(within * bps, BPS)',
        by: 'within * bps / BPS',
      },
      {
        what: 'a penalty is a part of the pool alone',
        replace: 'Math.ceilDiv(within * bps, BPS)',
        by: 'Math.ceilDiv(staking.node(nodeId).assets * bps, BPS)',
      },
      {
        what: 'the jail ends a second early',
        replace: 'uint256 until = block.timestamp + staking.coolDown();',
        by: 'uint256 until = block.timestamp + staking.coolDown() - 1;',
      },
      {
        what: 'a shorter term replaces a longer one',
        replace: 'if (until > staking.node(nodeId).jailedUntil) staking.jail',
        by: 'staking.jail',
      },
      {
        what: 'what was paid to the court is held as well',
        replace: '_hold(nodeId, rest);',
        by: '_hold(nodeId, taken);',
      },
      {
        what: 'a conviction is held against the stake before it',
        replace: '_rebase(nodeId, within - taken); uint256 until',
        by: '_rebase(nodeId, within); uint256 until',
      },
      {
        what: 'what a court pays to nobody is burned at once',
        replace: 'if (held != 0) { _checkCanCall(msg.sender, msg.data); _hold(nodeId, held); }',
        by: 'held = 0;',
      },
      {
        what: 'anybody begins a hold anew',
        replace: '_checkCanCall(msg.sender, msg.data);',
        by: '',
      },
      {
        what: 'a court that was replaced cannot burn a fee',
        replace: 'if (held != 0) { _checkCanCall(msg.sender, msg.data); _hold(nodeId, held); }',
        by: '_checkCanCall(msg.sender, msg.data); if (held != 0) _hold(nodeId, held);',
      },
      {
        what: 'deposits that nobody gets are held as well',
        replace: 'uint256 held = Math.min(amount, paid);',
        by: 'uint256 held = paid == 0 ? 0 : amount;',
      },
      {
        what: 'as much as a court was paid is held, whatever it discards',
        replace: 'uint256 held = Math.min(amount, paid);',
        by: 'uint256 held = paid;',
      },
      {
        what: 'what is held of discarded tokens is burned as well',
        replace: 'burn(amount - held);',
        by: 'burn(amount);',
      },
      {
        what: 'discarded deposits stay in the contract',
        replace: 'if (held != amount) ERC20Burnable(address(token)).burn(amount - held);',
        by: '',
      },
      {
        what: 'a fine counts as a withdrawal of what was slashed before',
        replace: '_rebase(nodeId, within - taken); if (rest',
        by: 'if (rest',
      },
      {
        what: 'what a fine took stays in the slasher',
        replace: 'if (rest != 0) ERC20Burnable(address(token)).burn(rest);',
        by: '',
      },
      {
        what: 'a fault that took nothing can be punished again',
        replace: 'punished[nodeId][evidence] = true;',
        by: 'punished[nodeId][evidence] = _within(nodeId) != 0;',
      },
      {
        what: 'evidence against one node protects another',
        replace: '_requireUnpunished(nodeId, evidence); punished[nodeId][evidence] = true;',
        by: '_requireUnpunished(0, evidence); punished[0][evidence] = punished[nodeId][evidence] = true;',
      },
      {
        what: 'what was punished can be tried',
        replace: '_requireUnpunished(nodeId, evidence); if (staking',
        by: 'if (staking',
      },
      {
        what: 'who is not in jail is not tried if the cap leaves nothing',
        replace: 'if (staking.node(nodeId).jailedUntil == 0) return;',
        by: '',
      },
      {
        what: 'who could leave jail counts as out of it',
        replace: 'if (staking.node(nodeId).jailedUntil == 0) return;',
        by: 'if (staking.node(nodeId).jailedUntil <= block.timestamp) return;',
      },
      {
        what: 'the voters’ loss counts as pay of a jury',
        replace: '_paidOf(nodeId, within, _slashable(nodeId, within), MAX_PAID_BPS);',
        by: '_slashable(nodeId, within) * MAX_PAID_BPS / BPS;',
      },
      {
        what: 'a conviction that just pays its jury is not worth a case',
        replace: 'if (pays < least)',
        by: 'if (pays <= least)',
      },
      {
        what: 'a part of the voters’ loss is paid out',
        replace: 'taken * _bondOf(nodeId) / within * paidBps / BPS;',
        by: 'taken * paidBps / BPS;',
      },
      {
        what: 'the owner’s loss is rounded up',
        replace: 'taken * _bondOf(nodeId) / within * paidBps / BPS;',
        by: 'Math.ceilDiv(taken * _bondOf(nodeId), within) * paidBps / BPS;',
      },
      {
        what: 'what is paid of the owner’s loss is rounded up',
        replace: 'taken * _bondOf(nodeId) / within * paidBps / BPS;',
        by: 'Math.ceilDiv(taken * _bondOf(nodeId) / within * paidBps, BPS);',
      },
      {
        what: 'the owner’s loss is computed from what the slash left',
        replace:
          'paid = _paidOf(nodeId, within, taken, paidBps); staking.slash(nodeId, taken, address(this));',
        by: 'staking.slash(nodeId, taken, address(this)); paid = _paidOf(nodeId, within, taken, paidBps);',
      },
      {
        what: 'an owner’s loss leaves out what is unbonding',
        replace: 'return node.selfBond + staking.leavingOf(node.owner, nodeId);',
        by: 'return node.selfBond;',
      },
      {
        what: 'an owner’s loss includes what its voters are taking out',
        replace: 'return node.selfBond + staking.leavingOf(node.owner, nodeId);',
        by: 'return node.selfBond + staking.unbondingOf(nodeId);',
      },
      {
        what: 'more than the greatest part can be paid out',
        replace: 'if (paidBps > MAX_PAID_BPS)',
        by: 'if (paidBps > BPS)',
      },
    ],
  },
  {
    file: 'slashing/Holds.sol',
    mutants: [
      {
        what: 'the view shows what withdrawn stake has forfeited',
        replace: '? _left(hold, _within(nodeId)) : 0',
        by: '? hold.amount : 0',
      },
      {
        what: 'a part given back frees the node',
        replace: 'undo ? back < hold.amount : back == 0',
        by: 'back == 0 && !undo',
      },
      {
        what: 'a conviction that has come since is undone too',
        replace: 'undo && undoUntil < hold.until',
        by: 'undo && undoUntil + holdSeconds < hold.until',
      },
      {
        what: 'the end of the hold undoes nothing',
        replace: 'undo && undoUntil < hold.until',
        by: 'undo && undoUntil <= hold.until',
      },
      {
        what: 'what is given back does not count as the losers’ stake',
        replace: 'hold.within = (within + back).toUint96();',
        by: 'hold.within = within.toUint96();',
      },
      {
        what: 'more can be given back than is left for those who stayed',
        replace: '_burnForfeited(nodeId, within); hold.amount = _holds[nodeId].amount;',
        by: '',
      },
      {
        what: 'a slash can be burned in the last second in which it can be given back',
        replace: 'if (block.timestamp < hold.until) revert HoldNotOver',
        by: 'if (block.timestamp + 1 < hold.until) revert HoldNotOver',
      },
      {
        what: 'a conviction that took nothing cannot be undone',
        replace: 'hold.until = (block.timestamp + holdSeconds).toUint48();',
        by: 'if (amount != 0) hold.until = (block.timestamp + holdSeconds).toUint48();',
      },
      {
        what: 'a second conviction does not prolong the time of the first',
        replace: 'hold.until = (block.timestamp + holdSeconds).toUint48();',
        by: 'if (hold.until == 0) hold.until = (block.timestamp + holdSeconds).toUint48();',
      },
      {
        what: 'a slash is held a second less',
        replace: '(block.timestamp + holdSeconds)',
        by: '(block.timestamp + holdSeconds - 1)',
      },
      {
        what: 'a second conviction forgets what is held for the first',
        replace: 'hold.amount += amount.toUint96(); hold.until',
        by: 'hold.amount = amount.toUint96(); hold.until',
      },
      {
        what: 'what is left of a hold is rounded up',
        replace: 'Math.mulDiv(hold.amount, within, hold.within)',
        by: 'Math.ceilDiv(uint256(hold.amount) * within, hold.within)',
      },
      {
        what: 'withdrawn stake forfeits nothing',
        replace: 'return within < hold.within ? Math.mulDiv(hold.amount, within, hold.within) : hold.amount;',
        by: 'return hold.amount;',
      },
      {
        what: 'giving all back is giving what those who left had too',
        replace:
          '_burnForfeited(nodeId, within); hold.amount = _holds[nodeId].amount; uint256 back = Math.min(amount, hold.amount);',
        by: 'uint256 back = Math.min(amount, hold.amount); _burnForfeited(nodeId, within); hold.amount = _holds[nodeId].amount;',
      },
      {
        what: 'giving all back frees the node',
        replace: 'if (undo) staking.jail',
        by: 'if (undo || hold.amount == 0) staking.jail',
      },
      {
        what: 'nothing can be given back where nothing is held',
        replace: 'if (hold.until == 0) revert NotHeld(nodeId, 0, amount); if (block.timestamp >= hold.until)',
        by: 'if (hold.until != 0 && block.timestamp >= hold.until)',
      },
      {
        what: 'nothing of something can be given back',
        replace: 'undo ? back < hold.amount : back == 0',
        by: 'undo && back < hold.amount',
      },
      {
        what: 'nothing of nothing cannot be given back',
        replace: 'undo ? back < hold.amount : back == 0',
        by: '(undo && back < hold.amount) || back == 0',
      },
      {
        what: 'the term of a second conviction outlives both',
        replace: 'if (hold.until == 0) hold.jailedUntil =',
        by: 'hold.jailedUntil =',
      },
      {
        what: 'giving back ends an earlier term in jail too',
        replace: 'Math.max(hold.jailedUntil, block.timestamp + 1).toUint64()',
        by: '(block.timestamp + 1).toUint64()',
      },
    ],
  },
];
