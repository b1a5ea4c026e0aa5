import type { MutatedSource } from './semanticMutant.ts';

export const paymentMutants: readonly MutatedSource[] = [
  {
    file: 'Payments.sol',
    mutants: [
      {
        what: 'a payee may sign its own voucher',
        replace: 'return failure == ECDSA.RecoverError.NoError && signer == voucher.payer;',
        by: 'return failure == ECDSA.RecoverError.NoError && (signer == voucher.payer || signer == voucher.payee);',
      },
      {
        what: 'a voucher that was paid in part counts as paid',
        replace: 'account.redeemed += gross.toUint96();',
        by: 'account.redeemed = voucher.cumulative.toUint96();',
      },
      {
        what: 'a voucher pays all again',
        replace: 'Math.min(Math.saturatingSub(voucher.cumulative, account.redeemed), account.balance)',
        by: 'Math.min(voucher.cumulative, account.balance)',
      },
      {
        what: 'the fee is taken of the whole voucher each time',
        replace: 'isNode ? _feeUnits(gross) : 0;',
        by: 'isNode ? _feeUnits(voucher.cumulative) : 0;',
      },
      {
        what: 'a payee without a node pays the fee',
        replace: 'isNode ? _feeUnits(gross) : 0;',
        by: '_feeUnits(gross);',
      },
      {
        what: 'a payment that its fee eats is taken',
        replace: 'if (amount == 0) return (to, 0);',
        by: 'if (gross == 0) return (to, 0);',
      },
      {
        what: 'the fee stays in the channel',
        replace: 'account.balance -= gross.toUint96();',
        by: 'account.balance -= amount.toUint96();',
      },
      {
        what: 'the fee does not count as redeemed',
        replace: 'account.redeemed += gross.toUint96();',
        by: 'account.redeemed += amount.toUint96();',
      },
      {
        what: 'the fees of before are forgotten',
        replace: 'account.feesKept += feeUnits.toUint64();',
        by: 'account.feesKept = feeUnits.toUint64();',
      },
      {
        what: 'a node’s payments go to its key',
        replace: 'if (!isNode) to = payee;',
        by: 'to = payee;',
      },
      {
        what: 'the next receiver is also paid what the one before was',
        replace: '(receiver, due) = (to, 0);',
        by: 'receiver = to;',
      },
      {
        what: 'the last receiver is not paid',
        replace: 'due += amount; } if (due != 0)',
        by: 'due += amount; } if (due > paid)',
      },
      {
        what: 'whoever signed, the voucher counts',
        replace: 'return failure == ECDSA.RecoverError.NoError && signer == voucher.payer;',
        by: 'return failure == ECDSA.RecoverError.NoError;',
      },
      {
        what: 'a wallet that is a contract cannot pay',
        replace: 'if (!_signedByKey(voucher, signature) && !isSignedByWallet(voucher, signature)) {',
        by: 'if (!_signedByKey(voucher, signature)) {',
      },
      {
        what: 'a wallet that needs much gas cannot pay alone',
        replace: 'if (!_signedByKey(voucher, signature) && !isSignedByWallet(voucher, signature)) {',
        by: 'if (!_signedByKey(voucher, signature) && !_signedByWallet(voucher, signature)) {',
      },
      {
        what: 'a wallet uses up the gas of many',
        replace: 'this.isSignedByWallet{ gas: WALLET_GAS }',
        by: 'this.isSignedByWallet',
      },
      {
        what: 'a wallet that fails stops the payment of many',
        replace: 'catch { return false; }',
        by: 'catch { revert InvalidVoucher(voucher.payer, voucher.payee, voucher.cumulative); }',
      },
      {
        what: 'a wallet’s no counts as a yes',
        replace: 'return valid;',
        by: 'return true;',
      },
      {
        what: 'a wallet cannot pay among many',
        replace: '!_signedByKey(vouchers[i], signatures[i]) && !_signedByWallet(vouchers[i], signatures[i])',
        by: '!_signedByKey(vouchers[i], signatures[i])',
      },
      {
        what: 'an unsigned voucher ends the payment of those after it',
        replace: 'continue;',
        by: 'break;',
      },
      {
        what: 'a voucher among many need not be signed',
        replace: '{ continue; }',
        by: '{}',
      },
    ],
  },
  {
    file: 'payments/Channels.sol',
    mutants: [
      {
        what: 'a deposit goes to the channel of its sender',
        replace: '_credit(payer, payee, amount);',
        by: '_credit(msg.sender, payee, amount);',
      },
      {
        what: 'a permit that somebody else has sent stops the deposit',
        replace:
          'try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { } catch { }',
        by: 'IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s);',
      },
      {
        what: 'a withdrawal is ready a second early',
        replace: '(block.timestamp + withdrawalDelay)',
        by: '(block.timestamp + withdrawalDelay - 1)',
      },
      {
        what: 'a larger request keeps the delay of the one before',
        replace: 'amount: amount.toUint96(), readyAt: readyAt',
        by: 'amount: amount.toUint96(), readyAt: _requests[msg.sender][payee].readyAt == 0 ? readyAt : _requests[msg.sender][payee].readyAt',
      },
      {
        what: 'a second request adds to the first',
        replace: 'amount: amount.toUint96(), readyAt: readyAt',
        by: 'amount: amount.toUint96() + _requests[msg.sender][payee].amount, readyAt: readyAt',
      },
      {
        what: 'a request is bound by the balance of another channel',
        replace: 'uint256 balance = _accounts[msg.sender][payee].balance;',
        by: 'uint256 balance = _accounts[payee][msg.sender].balance;',
      },
      {
        what: 'a withdrawal takes the whole balance',
        replace: 'Math.min(request.amount, account.balance);',
        by: 'account.balance;',
      },
      {
        what: 'a withdrawal can be taken before its delay',
        replace: 'if (block.timestamp < request.readyAt)',
        by: 'if (block.timestamp + withdrawalDelay < request.readyAt)',
      },
      {
        what: 'a request can be taken again',
        replace: 'delete _requests[msg.sender][payee]; emit Withdrawn(',
        by: 'emit Withdrawn(',
      },
      {
        what: 'a request lapses a term after it was made',
        replace: 'uint256(request.readyAt) + WITHDRAWAL_TERM',
        by: 'uint256(request.readyAt) + WITHDRAWAL_TERM - withdrawalDelay',
      },
      {
        what: 'a request never lapses',
        replace: 'if (block.timestamp > uint256(request.readyAt) + WITHDRAWAL_TERM) {',
        by: 'if (request.amount == 0) {',
      },
      {
        what: 'a lapsed request can be cancelled',
        replace: 'if (_requestOf(msg.sender, payee).amount == 0)',
        by: 'if (_requests[msg.sender][payee].amount == 0)',
      },
      {
        what: 'the view leaves out of the balance what is being withdrawn',
        replace: 'balance: account.balance,',
        by: 'balance: account.balance > request.amount ? account.balance - request.amount : 0,',
      },
      {
        what: 'deposits of many channels are taken but for the last',
        replace: 'address(this), _sum(amounts));',
        by: 'address(this), _sum(amounts) - amounts[amounts.length - 1]);',
      },
    ],
  },
  {
    file: 'payments/Fees.sol',
    mutants: [
      {
        what: 'a fee is rounded down',
        replace: 'return Math.ceilDiv(amount * feeBps, BPS * FEE_UNIT);',
        by: 'return amount * feeBps / (BPS * FEE_UNIT);',
      },
      {
        what: 'the payer’s part of a fee is rounded up',
        replace: 'fees * payerPoolBps / BPS;',
        by: 'Math.ceilDiv(fees * payerPoolBps, BPS);',
      },
      {
        what: 'the payer’s part is bound as the fee is',
        replace: 'if (payerPoolBps_ > BPS)',
        by: 'if (payerPoolBps_ > MAX_FEE_BPS)',
      },
      {
        what: 'the fee is bound as the payer’s part is',
        replace: 'if (feeBps_ > MAX_FEE_BPS)',
        by: 'if (feeBps_ > BPS)',
      },
      {
        what: 'both parts of a fee go to the payee’s pool',
        replace: 'staking.reward(payerNode, toPayer);',
        by: 'staking.reward(staking.nodeIdOf(payee), toPayer);',
      },
      {
        what: 'a payer without a node is given a part all the same',
        replace: 'payerNode == 0 ? 0 : fees * payerPoolBps / BPS;',
        by: 'fees * payerPoolBps / BPS;',
      },
    ],
  },
];
