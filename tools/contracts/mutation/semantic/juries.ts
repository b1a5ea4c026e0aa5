import type { MutatedSource } from './semanticMutant.ts';

export const juryMutants: readonly MutatedSource[] = [
  {
    file: 'Juries.sol',
    mutants: [
      {
        what: 'a case can be settled while it can be appealed',
        replace: '_requireFrom(due);',
        by: '_requireFrom(jury.revealEnd(terms));',
      },
      {
        what: 'the time to settle is counted from the end of the votes',
        replace: 'block.timestamp < due + terms.settleWindow;',
        by: 'block.timestamp < jury.revealEnd(terms) + terms.settleWindow;',
      },
      {
        what: 'a juror that another court has fined owes this one nothing',
        replace: 'abi.encode(address(this), caseId, round, nodeId)',
        by: 'abi.encode(caseId, round, nodeId)',
      },
      {
        what: 'what nobody gets of a slash is burned at once',
        replace: 'slasher.discard(dispute.nodeId, left, paid);',
        by: 'slasher.discard(dispute.nodeId, left, 0);',
      },
      {
        what: 'what nobody gets of deposits is held',
        replace: 'slasher.discard(dispute.nodeId, left, paid);',
        by: 'slasher.discard(dispute.nodeId, left, left);',
      },
      {
        what: 'the first jury decides',
        replace: 'jury.verdict(terms, dispute.round) : Finding.None;',
        by: '_juryAt(caseId, 0).verdict(terms, 0) : Finding.None;',
      },
      {
        what: 'a judged result can be reported again',
        replace: 'if (verdict == Finding.None) delete caseOf[dispute.evidence];',
        by: 'delete caseOf[dispute.evidence];',
      },
      {
        what: 'a result without a verdict cannot be reported again',
        replace: 'if (verdict == Finding.None) delete caseOf[dispute.evidence];',
        by: '',
      },
      {
        what: 'a case about a result punished since cannot be settled',
        replace: 'verdict == Finding.Wrong && !slasher.punished(dispute.nodeId, dispute.evidence)',
        by: 'verdict == Finding.Wrong',
      },
      {
        what: 'a right result is punished',
        replace: 'verdict == Finding.Wrong && !slasher',
        by: 'verdict != Finding.None && !slasher',
      },
      {
        what: 'a juror is paid again',
        replace: 'if (ballot.paid) continue;',
        by: '',
      },
      {
        what: 'a juror is paid once, not for each seat',
        replace: 'each * ballot.seats);',
        by: 'each);',
      },
      {
        what: 'a juror is paid at the first jury’s rate',
        replace: '_juryAt(caseId, round).payOf(terms, round, verdict);',
        by: '_juryAt(caseId, 0).payOf(terms, 0, verdict);',
      },
      {
        what: 'a juror’s key is paid in place of its owner',
        replace: 'staking.payoutOf(operators[i]), each',
        by: 'operators[i], each',
      },
      {
        what: 'the time to fine is counted from the opening',
        replace: '_cases[caseId].settledAt + terms.fineWindow',
        by: '_cases[caseId].openedAt + terms.fineWindow',
      },
      {
        what: 'who stayed away is not fined',
        replace:
          'ballot.seats == 0 ? seatsOf(caseId, round, nodeId) : ballot.seats * uint256(terms.sealedFactor);',
        by: 'ballot.seats * uint256(terms.sealedFactor);',
      },
      {
        what: 'the opposite costs no more than an empty seat',
        replace: 'ballot.seats * uint256(terms.sealedFactor);',
        by: 'ballot.seats;',
      },
      {
        what: 'a vote that is never opened costs no more than an empty seat',
        replace:
          'ballot.seats == 0 ? seatsOf(caseId, round, nodeId) : ballot.seats * uint256(terms.sealedFactor);',
        by: 'ballot.finding == Finding.None ? seatsOf(caseId, round, nodeId) : ballot.seats * uint256(terms.sealedFactor);',
      },
      {
        what: 'the fines of many seats do not fit their number',
        replace: 'ballot.seats * uint256(terms.sealedFactor);',
        by: 'ballot.seats * terms.sealedFactor;',
      },
      {
        what: 'who could not have the evidence is fined',
        replace: 'ballot.finding != verdict && ballot.finding != Finding.Unavailable;',
        by: 'ballot.finding != verdict;',
      },
      {
        what: 'who sealed a vote and did not open it is not fined',
        replace: 'ballot.finding != verdict && ballot.finding != Finding.Unavailable;',
        by: 'ballot.finding != verdict && ballot.finding != Finding.Unavailable && (ballot.finding != Finding.None || ballot.seats == 0);',
      },
      {
        what: 'a node is fined for one round alone',
        replace: 'abi.encode(address(this), caseId, round, nodeId)',
        by: 'abi.encode(address(this), caseId, nodeId)',
      },
      {
        what: 'a node is fined for one case alone',
        replace: 'abi.encode(address(this), caseId, round, nodeId)',
        by: 'abi.encode(address(this), round, nodeId)',
      },
      {
        what: 'a node that was fined stops the fines of the others',
        replace: 'if (slasher.punished(nodeId, evidence)) continue;',
        by: '',
      },
      {
        what: 'a juror is fined for one seat',
        replace: 'fines * terms.fine, evidence',
        by: 'terms.fine, evidence',
      },
      {
        what: 'the part of a deposit that is burned is rounded down',
        replace: 'Math.ceilDiv(jury.deposit * uint256(terms.feeBps), TermsRules.BPS);',
        by: 'jury.deposit * uint256(terms.feeBps) / TermsRules.BPS;',
      },
      {
        what: 'the reporter is refunded the deposits of appeals',
        replace: 'token.safeTransfer(jury.party, jury.deposit - fee);',
        by: 'token.safeTransfer(_juryAt(caseId, 0).party, jury.deposit - fee);',
      },
      {
        what: 'the last deposit is not refunded',
        replace: 'round <= _cases[caseId].round;',
        by: 'round < _cases[caseId].round;',
      },
      {
        what: 'a reporter may win more than it put up',
        replace:
          'Math.min(Math.min(left - back, paid * terms.reporterBps / terms.paidBps), _juryAt(caseId, 0).deposit)',
        by: 'Math.min(left - back, paid * terms.reporterBps / terms.paidBps)',
      },
      {
        what: 'a reporter’s reward is rounded up',
        replace: 'paid * terms.reporterBps / terms.paidBps',
        by: 'Math.ceilDiv(paid * terms.reporterBps, terms.paidBps)',
      },
      {
        what: 'a reporter is rewarded out of the deposits',
        replace: 'Math.min(left - back, paid',
        by: 'Math.min(left, paid',
      },
      {
        what: 'a party’s part of what is left is rounded up',
        replace: 'jury.deposit * back / deposits + (round',
        by: 'Math.ceilDiv(jury.deposit * back, deposits) + (round',
      },
      {
        what: 'an appellant has the reward',
        replace: '(round == 0 ? reward : 0);',
        by: '(round == last ? reward : 0);',
      },
      {
        what: 'who appeals from no verdict holds that the result is right',
        replace: 'return before == Finding.Wrong ? Finding.Right : Finding.Wrong;',
        by: 'return before == Finding.Right ? Finding.Wrong : Finding.Right;',
      },
      {
        what: 'who calls a third jury is asked about the first',
        replace: '_juryAt(caseId, round - 1).verdict(terms, round - 1);',
        by: '_juryAt(caseId, 0).verdict(terms, 0);',
      },
    ],
  },
  {
    file: 'disputes/Jury.sol',
    mutants: [
      {
        what: 'votes come in for a second less',
        replace: 'return jury.start + terms.commitWindow;',
        by: 'return jury.start + terms.commitWindow - 1;',
      },
      {
        what: 'the time to open votes is counted from the call',
        replace: 'return commitEnd(jury, terms) + terms.revealWindow;',
        by: 'return jury.start + terms.revealWindow;',
      },
      {
        what: 'the last jury can be waited for in vain',
        replace: '(round + 1 < terms.juries ? terms.appealWindow : 0)',
        by: 'terms.appealWindow',
      },
      {
        what: 'the last jury but one cannot be appealed',
        replace: 'round + 1 < terms.juries',
        by: 'round + 2 < terms.juries',
      },
      {
        what: 'the quorum is one of all votes',
        replace: 'most >= terms.quorumOf(round)',
        by: 'most + less + votes[uint256(Finding.Unavailable)] >= terms.quorumOf(round)',
      },
      {
        what: 'the first jury’s quorum is enough for a larger one',
        replace: 'most >= terms.quorumOf(round)',
        by: 'most >= terms.quorumOf(0)',
      },
      {
        what: 'votes that the evidence could not be had do not count',
        replace: 'most > less && most > votes[uint256(Finding.Unavailable)];',
        by: 'most > less;',
      },
      {
        what: 'a verdict needs more than all other votes together',
        replace: 'most > less && most > votes[uint256(Finding.Unavailable)];',
        by: 'most > less + votes[uint256(Finding.Unavailable)];',
      },
      {
        what: 'a tie is a verdict',
        replace: 'most > less && most > votes',
        by: 'most >= less && most > votes',
      },
      {
        what: 'the pay of too many seats is shared as if the jury were the first',
        replace: 'terms.seatsOf(round));',
        by: 'terms.seatsOf(0));',
      },
      {
        what: 'the pay of each seat is rounded up',
        replace: 'terms.pay * seats / count;',
        by: '(terms.pay * seats + count - 1) / count;',
      },
      {
        what: 'too many seats are each paid in full',
        replace: 'count <= seats ? terms.pay : terms.pay * seats / count;',
        by: 'terms.pay;',
      },
    ],
  },
];
