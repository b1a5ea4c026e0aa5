// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { SlasherFixture } from "../slashing/SlasherFixture.sol";
import { SlasherHandler } from "./SlasherHandler.sol";

contract SlasherInvariants is SlasherFixture {
  SlasherHandler private handler;

  function setUp() public override {
    super.setUp();
    address[2] memory courts = [makeAddr("a court"), makeAddr("another court")];
    appoint(courts[0]);
    appoint(courts[1]);
    handler = new SlasherHandler(cai, slasher, admin, guardian, courts);
    handler.begin();
    bytes4[] memory actions = new bytes4[](12);
    actions[0] = handler.join.selector;
    actions[1] = handler.stepOut.selector;
    actions[2] = handler.rebond.selector;
    actions[3] = handler.withdraw.selector;
    actions[4] = handler.handOn.selector;
    actions[5] = handler.rotate.selector;
    actions[6] = handler.convict.selector;
    actions[7] = handler.fine.selector;
    actions[8] = handler.giveBack.selector;
    actions[9] = handler.burn.selector;
    actions[10] = handler.unjail.selector;
    actions[11] = handler.pass.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev The slasher holds what is on hold and nothing else; what can be given back is part of that. All stake is in the
  /// pools of the nodes and idle.
  function invariant_books() public view {
    assertEq(cai.balanceOf(address(slasher)), handler.held());
    uint256 back = 0;
    // No node works here, so what is not a node's is idle.
    uint256 idle =
      staking.rewardWeight() - staking.totalWeight(Role.Miner) - staking.totalWeight(Role.Coordinator);
    uint256 stake = idle;
    for (uint256 id = 1; id <= handler.NODES(); id++) {
      back += held(id);
      stake += within(id);
    }
    assertLe(back, handler.held());
    assertEq(stake, staking.totalAssets());
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + staking.vault());
  }
}
