// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Channels } from "../../src/payments/Channels.sol";
import { Fees } from "../../src/payments/Fees.sol";
import { Role } from "../../src/staking/Node.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract ShareFeesTest is PaymentsFixture {
  function share() private {
    (address[] memory payers, address[] memory payees) = (new address[](1), new address[](1));
    (payers[0], payees[0]) = (payer, payee);
    payments.shareFees(payers, payees);
  }

  function testFuzz_votersOfBothNodesAreGivenTheirPart(uint256 amount, uint16 feeBps, uint16 payerPoolBps)
    public
  {
    amount = _bound(amount, 2 gwei, 1_000e18);
    (feeBps, payerPoolBps) = (uint16(_bound(feeBps, 0, 3_000)), uint16(_bound(payerPoolBps, 0, 10_000)));
    uint256 miner = registerNode(alice, "operator", Role.Miner, 0, MINER_MINIMUM);
    uint256 coordinator = registerNode(carol, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    vote(bob, miner, MINER_MINIMUM);
    vote(bob, coordinator, COORDINATOR_MINIMUM);
    setFees(feeBps, payerPoolBps);

    uint256 fee = (amount * feeBps + 1e13 - 1) / 1e13 * 1 gwei;
    assertEq(redeem(amount), amount - fee);
    assertEq(cai.balanceOf(alice), amount - fee);
    assertEq(payments.channelOf(payer, payee).redeemed, amount);
    assertEq(payments.channelOf(payer, payee).fees, fee);
    assertEq(balance(), 1_000e18 - amount);

    uint256 ofPayer = fee * payerPoolBps / 10_000;
    if (fee != 0) {
      vm.expectEmit(address(payments));
      emit Fees.FeesShared(payer, payee, fee - ofPayer, ofPayer);
    }
    share();
    assertEq(payments.channelOf(payer, payee).fees, 0);
    assertApproxEqAbs(earned(bob, miner), (fee - ofPayer) * 9 / 20, 1);
    assertApproxEqAbs(earned(bob, coordinator), ofPayer * 9 / 20, 1);
    assertEq(cai.balanceOf(address(payments)), 1_000e18 - amount);
    assertEq(cai.allowance(address(payments), address(staking)), 0);
    share();
    assertEq(staking.vault(), fee - ofPayer / 10 - (fee - ofPayer) / 10);
  }

  function test_aPayerWithoutANodeLeavesAllToThePayeesVoters() public {
    uint256 miner = registerNode(alice, "operator", Role.Miner, 0, MINER_MINIMUM);
    setFees(1_000, 10_000);
    redeem(10e18);
    share();
    assertApproxEqAbs(earned(alice, miner), 0.9e18, 1);
  }

  function test_feesOfAKeyRotatedOutGoToItsNode() public {
    uint256 miner = registerMiner(alice);
    setFees(1_000, 0);
    redeem(10e18);
    (address next, uint256 key) = makeAddrAndKey("next operator");
    bytes memory consent = signConsent(key, alice, Role.Miner, next, block.timestamp);
    vm.prank(alice);
    staking.rotateOperator(miner, next, block.timestamp, consent);
    share();
    assertApproxEqAbs(earned(alice, miner), 0.9e18, 1);
  }

  function test_sharingNeedsAPayeeForEachPayer() public {
    vm.expectRevert(abi.encodeWithSelector(Channels.LengthMismatch.selector, 1, 0));
    payments.shareFees(new address[](1), new address[](0));
  }
}
