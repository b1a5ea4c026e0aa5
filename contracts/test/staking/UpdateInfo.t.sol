// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Registry } from "../../src/staking/Registry.sol";
import { Fixture } from "../Fixture.sol";

contract UpdateInfoTest is Fixture {
  address private operator;
  uint256 private operatorKey;

  function setUp() public override {
    super.setUp();
    (operator, operatorKey) = makeAddrAndKey("operator");
  }

  function test_infoIsAnEventAndAHash() public {
    uint256 id = registerMiner(alice);
    vm.roll(block.number + 5);
    vm.expectEmit(address(staking));
    emit Registry.InfoUpdated(id, "news");
    vm.prank(alice);
    staking.updateInfo(id, "news");
    assertEq(staking.node(id).infoHash, keccak256("news"));
    assertEq(staking.node(id).infoBlock, block.number);
  }

  function test_infoIsBounded() public {
    uint256 id = registerMiner(alice);
    vm.startPrank(alice);
    staking.updateInfo(id, string(new bytes(2_048)));
    vm.expectRevert(abi.encodeWithSelector(Registry.InfoTooLong.selector, 2_049, 2_048));
    staking.updateInfo(id, string(new bytes(2_049)));
  }
}
